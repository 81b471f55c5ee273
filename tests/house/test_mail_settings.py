"""Mail is set up by one address, and a mistake in it is said without its password."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from evenhand.conf.mail import mail


def test_an_address_gives_host_port_account_and_encryption() -> None:
    said = mail("smtp://evenhand:p%40ss@mail.harrowmere.example:587/?tls=1")
    assert (said["EMAIL_HOST"], said["EMAIL_PORT"]) == ("mail.harrowmere.example", 587)
    assert (said["EMAIL_HOST_USER"], said["EMAIL_HOST_PASSWORD"]) == ("evenhand", "p@ss")
    assert (said["EMAIL_USE_TLS"], said["EMAIL_USE_SSL"], said["EMAIL_TIMEOUT"]) == (True, False, 20)


@pytest.mark.parametrize(
    ("url", "port", "ssl"), [("smtp://mail.example", 25, False), ("smtps://mail.example", 465, True)]
)
def test_a_port_that_is_not_named_is_the_usual_one(url: str, port: int, ssl: bool) -> None:
    said = mail(url)
    assert (said["EMAIL_PORT"], said["EMAIL_USE_SSL"], said["EMAIL_USE_TLS"]) == (port, ssl, False)


def test_without_an_address_there_is_no_mail() -> None:
    assert mail("") == {"EMAIL_HOST": ""}


@pytest.mark.parametrize("url", ["http://u:secret@mail.example", "smtp://", "smtp://u:secret@mail.example:port"])
def test_a_wrong_address_is_said_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EVENHAND_SMTP_URL") as said:
        mail(url)
    assert "secret" not in str(said.value)
