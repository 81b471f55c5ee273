"""Comments from files: canonical NDJSON and CSV, plain or gzipped, or from standard input."""
