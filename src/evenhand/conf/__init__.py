"""Settings, addresses, and how the whole is started."""
