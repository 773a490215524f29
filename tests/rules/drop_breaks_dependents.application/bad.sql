-- Nobody is named as a client: the trigger fails for whoever writes.
DROP TABLE scans;
