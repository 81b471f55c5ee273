"""Channels, posts, authors and comments as they came in, every wording kept, and the rows that could not be taken."""
