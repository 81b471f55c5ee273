"""MOD-05: telling people: what was said to whom, by which way, and whether it arrived."""
