from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "evenhand.public"
    label = "public"
