from django.apps import AppConfig


class PacksConfig(AppConfig):
    name = "evenhand.packs"
    label = "packs"
