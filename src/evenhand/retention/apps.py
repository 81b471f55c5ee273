from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "evenhand.retention"
    label = "retention"
