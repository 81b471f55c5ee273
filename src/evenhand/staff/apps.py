from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "evenhand.staff"
    label = "staff"
