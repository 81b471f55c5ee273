"""MOD-03: what is to be done on a platform, and what the platform answered. The outbox."""
