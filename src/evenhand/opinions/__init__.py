"""A second opinion on doubts from an outside program, where a body wants it: asked, checked, kept; never obeyed."""
