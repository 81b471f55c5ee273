"""What Evenhand can read from and do on each platform: one folder a platform, none knows another."""
