import time

from procrastinate.contrib.django import app


@app.task(name="lengthen")
def lengthen(times: int) -> str:
    return "long" * times


@app.task(name="linger")
def linger(seconds: float) -> None:
    time.sleep(seconds)
