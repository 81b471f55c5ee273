"""`/` says how many jobs the worker has done and is doing, and who is there; each visit defers one more."""

import os

from django.contrib.auth.models import User
from django.http import HttpRequest, JsonResponse
from django.urls import path
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.house.mini.jobs import lengthen, linger


def front(request: HttpRequest) -> JsonResponse:
    lengthen.defer(times=2)
    return JsonResponse(
        {
            "done": ProcrastinateJob.objects.filter(status="succeeded").count(),
            "people": list(User.objects.values_list("username", flat=True)),
            "doing": ProcrastinateJob.objects.filter(status="doing").count(),
            "web": os.getppid(),
        }
    )


def busy(request: HttpRequest) -> JsonResponse:
    linger.defer(seconds=60)
    return JsonResponse({})


urlpatterns = [path("", front), path("busy", busy)]
