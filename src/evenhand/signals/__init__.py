"""Facts about a comment, each with version, confidence and the author's own words; no verdicts."""
