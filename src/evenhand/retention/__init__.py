"""EVD-03, REC-02: legal holds, what is kept how long, purging with a certificate, and everything about one person."""
