"""Bodies, the officers who work for them, and what each role may do."""
