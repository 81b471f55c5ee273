from django.apps import AppConfig


class OpinionsConfig(AppConfig):
    name = "evenhand.opinions"
    label = "opinions"
