from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "evenhand.console"
    label = "console"
