"""REC-01, EVD-03: a copy of everything from which the house can be set up again, and setting it up from one."""
