from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "evenhand.referrals"
    label = "referrals"
