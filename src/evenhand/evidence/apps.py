from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "evenhand.evidence"
    label = "evidence"
