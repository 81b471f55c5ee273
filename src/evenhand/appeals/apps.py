from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "evenhand.appeals"
    label = "appeals"
