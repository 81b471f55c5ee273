"""EVD-01: what a comment was, captured before anything is done to it."""
