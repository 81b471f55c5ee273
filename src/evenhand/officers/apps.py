from django.apps import AppConfig


class OfficersConfig(AppConfig):
    name = "evenhand.officers"
    label = "officers"
