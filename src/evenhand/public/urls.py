"""Addresses that ask nobody to sign in."""

from datetime import date

from django.urls import path, register_converter

from evenhand.appeals.wording import Language
from evenhand.public import appealing, hooks, pages, receipts, views


class Day:
    """A day in an address: 2024-03-04."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Raises: ValueError, for no day, which is a page that is not there."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """As ISO 8601 has it."""
        return value.isoformat()


register_converter(Day, "day")

urlpatterns = [
    path("health", views.health, name="health"),
    path("simulator/<slug:account>", views.wall, name="wall"),
    path("receipts/notify", receipts.notify_receipt, name="notify-receipt"),
    path("hooks/<slug:platform>/<str:token>", hooks.hook, name="push"),
    path("<slug:body>/", pages.index, name="public"),
    path("<slug:body>/policy", pages.policy, name="public-policy"),
    path("<slug:body>/policy/<day:day>", pages.policy, name="public-policy-of"),
    path("<slug:body>/appeal", appealing.appeal, {"language": Language.ENGLISH}, name="public-appeal"),
    path("<slug:body>/apel", appealing.appeal, {"language": Language.WELSH}, name="public-appeal-cy"),
    path("<slug:body>/appeal/<str:reference>", appealing.status, {"language": Language.ENGLISH}, name="public-status"),
    path("<slug:body>/apel/<str:reference>", appealing.status, {"language": Language.WELSH}, name="public-status-cy"),
    path("<slug:body>/closed", pages.closed, name="public-closed"),
    path("<slug:body>/figures", pages.figures_page, name="public-figures"),
    path("<slug:body>/figures.csv", pages.figures_csv, name="public-figures-csv"),
    path("<slug:body>/contact", pages.contact, name="public-contact"),
]
