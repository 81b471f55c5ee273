"""APL-01 to APL-04: decisions and blocks looked at again by somebody else; they stand, or everything is undone."""
