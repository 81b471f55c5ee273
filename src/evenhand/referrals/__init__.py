"""REF-01 to REF-05, CON-11: what was passed on, to whom, who has it, and what came of it."""
