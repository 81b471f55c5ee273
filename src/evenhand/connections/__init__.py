"""How channels are connected: who declared them, their credentials, how far reading has come, and how well it goes."""
