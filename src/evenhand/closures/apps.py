from django.apps import AppConfig


class ClosuresConfig(AppConfig):
    name = "evenhand.closures"
    label = "closures"
