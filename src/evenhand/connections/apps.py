from django.apps import AppConfig


class ConnectionsConfig(AppConfig):
    name = "evenhand.connections"
    label = "connections"
