"""Evenhand: fair, explained and audited moderation of a public body's own social-media channels."""

__version__ = "0.1.0"
