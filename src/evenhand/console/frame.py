"""What stands around every page: body, officer, navigation."""
def frame(request): return {}
