from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "evenhand.intake"
    label = "intake"
