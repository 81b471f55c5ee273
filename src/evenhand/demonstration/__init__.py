"""Two made-up councils with a fortnight of made-up comments, for trying the software out."""
