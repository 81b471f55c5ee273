"""Measurements, each a program: `python -m bench.NAME`. Figures are medians; what matters are the ratios of one run."""
