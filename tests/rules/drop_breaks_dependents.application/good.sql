-- No body names it.
DROP TABLE stickers;
