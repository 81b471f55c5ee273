"""CMT: turning comments off on posts, and on again; the Friday plan; related comments; the minutes between."""
