"""EVD-02: evidence packs for the police: what goes in, the archive a stranger can check, and who has had it."""
