from django.apps import AppConfig


class ActionsConfig(AppConfig):
    name = "evenhand.actions"
    label = "actions"
