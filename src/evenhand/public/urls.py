"""Addresses that ask nobody to sign in."""

from django.urls import path

from evenhand.public import receipts, views

urlpatterns = [
    path("health", views.health, name="health"),
    path("simulator/<slug:account>", views.wall, name="wall"),
    path("receipts/notify", receipts.notify_receipt, name="notify-receipt"),
]
