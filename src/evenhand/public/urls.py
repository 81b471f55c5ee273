"""Addresses that ask nobody to sign in."""

from django.urls import path

from evenhand.public import views

urlpatterns = [
    path("health", views.health, name="health"),
    path("simulator/<slug:account>", views.wall, name="wall"),
]
