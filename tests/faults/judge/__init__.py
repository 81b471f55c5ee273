"""The platform that judges: it hides, deletes and posts replies, and counts what the public saw of it.

It is a program of its own, outlives every other one in a storm, and knows nothing of the product but the folder of
captures. It honours no keys, as most platforms do not: whoever calls twice posts two replies.
"""
