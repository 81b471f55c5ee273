"""Comments under review: proposals, cases, claims; from open to decided."""
