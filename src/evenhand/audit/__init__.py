"""REC-01: the append-only, hash-chained record of every write and every look at a restricted record."""
