"""Every address there is."""

from django.urls import include, path

urlpatterns = [
    path("", include("evenhand.public.urls")),
    path("", include("evenhand.console.urls")),
]
handler404 = "evenhand.console.refusals.not_found"
handler403 = "evenhand.console.refusals.forbidden"
handler500 = "evenhand.console.refusals.broken"
