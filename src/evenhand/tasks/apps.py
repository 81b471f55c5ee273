from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "evenhand.tasks"
    label = "tasks"
