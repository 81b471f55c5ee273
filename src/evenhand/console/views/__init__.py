"""Pages of the console: each parses, calls one operation or query, renders."""
