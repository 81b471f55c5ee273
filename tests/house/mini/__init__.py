"""A very small Django project with a queue: what the supervisor runs in its tests."""
