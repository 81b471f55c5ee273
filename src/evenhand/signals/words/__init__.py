"""Word lists and phrases that the signals read, as data; their sources and licences are in LICENCES.txt."""
