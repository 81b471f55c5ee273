"""Strikes, warnings, blocks, other accounts and the managed contacts list: what follows for a person, and its end."""
