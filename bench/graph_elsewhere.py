"""A worker as `evenhand-worker@` starts it, but that Graph is the local one whose address is given."""

import sys
from dataclasses import replace

import django


def main(address: str) -> None:
    """Until it is ended."""
    django.setup()
    from django.core.management import call_command

    from evenhand.intake.models import Channel
    from evenhand.platforms.contract import Access
    from evenhand.work import access, read_channels, take_pushes

    def access_to(channel: Channel) -> Access:
        return replace(access.access_to(channel), address=address)

    for module in (read_channels, take_pushes):
        vars(module)["access_to"] = access_to
    call_command("procrastinate", "worker", shutdown_graceful_timeout=5)


if __name__ == "__main__":
    main(sys.argv[1])
