"""Durable workflows: the one place that knows the order of things."""
