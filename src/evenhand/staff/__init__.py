"""STF-01, STF-02: reports of abuse by staff and councillors, what came of each, and sparing those who read."""
