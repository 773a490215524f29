ALTER INDEX parts_code RENAME TO parts_by_code;
