from django.apps import AppConfig


class LikenessConfig(AppConfig):
    name = "evenhand.likeness"
    label = "likeness"
