"""The fitted numbers of the alias model, as `python -m training.aliases` wrote them."""
