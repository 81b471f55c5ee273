"""Where everything is put together: settings, addresses, the database, the two commands."""
