"""What officers decided, under which rule of which edition, and what was reversed. Rows are never changed."""
