from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "evenhand.watch"
    label = "watch"
