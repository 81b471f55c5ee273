"""Letters that come back, in the shapes that several mail servers give them. Every name in them is made up."""

from base64 import encodebytes
from email.message import EmailMessage

ROBIN = "robin@mail.example"


def ours(key: str) -> str:
    """The head of the letter that we sent."""
    return (
        "From: Harrowmere <social@harrowmere.example>\r\nTo: robin@mail.example\r\nSubject: Your appeal\r\n"
        f"Message-ID: <{key}@harrowmere.example>\r\nAuto-Submitted: auto-generated\r\n\r\n"
        "Thank you for your appeal.\r\n"
    )


def report(
    back_to: str, fields: str, returned: str, *, words: str = "I could not deliver your message.",
    returned_type: str = "message/rfc822", sender: str = "MAILER-DAEMON@mx.mail.example",
    subject: str = "Undelivered Mail Returned to Sender", encoding: str = "",
) -> bytes:  # fmt: skip
    """RFC 3464, in its three parts."""
    encoded = f"Content-Transfer-Encoding: {encoding}\r\n" if encoding else ""
    return (
        f"Return-Path: <>\r\nFrom: {sender}\r\nTo: {back_to}\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="cut"\r\n\r\n'
        f"--cut\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n{words}\r\n\r\n"
        f"--cut\r\nContent-Type: message/delivery-status\r\n{encoded}\r\n{fields}\r\n\r\n"
        f"--cut\r\nContent-Type: {returned_type}\r\n\r\n{returned}\r\n--cut--\r\n"
    ).encode()


def postfix(key: str, action: str = "failed", back_to: str = "social@harrowmere.example") -> bytes:
    fields = (
        "Reporting-MTA: dns; mx.harrowmere.example\r\nX-Postfix-Queue-ID: 4F1A2B3C4D\r\n"
        "X-Postfix-Sender: rfc822; social@harrowmere.example\r\n"
        "Arrival-Date: Mon,  4 Mar 2024 12:00:00 +0000 (GMT)\r\n\r\n"
        f"Final-Recipient: rfc822; {ROBIN}\r\nOriginal-Recipient: rfc822;{ROBIN}\r\n"
        f"Action: {action}\r\nStatus: 5.1.1\r\nRemote-MTA: dns; mx.mail.example\r\n"
        f"Diagnostic-Code: smtp; 550 5.1.1 <{ROBIN}>: Recipient address rejected:\r\n"
        "    User unknown in virtual mailbox table"
    )
    return report(back_to, fields, ours(key))


def exchange(key: str) -> bytes:
    """Gives back the head of the letter alone, and a page of its own before it."""
    fields = (
        "Reporting-MTA: dns;MAIL01.council.example\r\nReceived-From-MTA: dns;MAIL02.council.example\r\n\r\n"
        f"Final-Recipient: rfc822;{ROBIN}\r\nAction: failed\r\nStatus: 5.2.2\r\n"
        "Diagnostic-Code: smtp;554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException"
    )
    words = "Delivery has failed to these recipients or groups:\r\n\r\nRobin Vale\r\nThe recipient's mailbox is full."
    return report(
        "social@harrowmere.example", fields, ours(key), words=words, returned_type="text/rfc822-headers",
        subject="Undeliverable: Your appeal", sender="Microsoft Outlook <postmaster@council.example>",
    )  # fmt: skip


def sendmail_delay(key: str) -> bytes:
    fields = (
        "Reporting-MTA: dns; relay.harrowmere.example\r\nArrival-Date: Mon, 4 Mar 2024 12:00:00 GMT\r\n\r\n"
        f"Final-Recipient: RFC822; {ROBIN}\r\nAction: delayed\r\nStatus: 4.4.7\r\n"
        "Diagnostic-Code: SMTP; 451 greylisted\r\nWill-Retry-Until: Sat, 9 Mar 2024 12:00:00 GMT"
    )
    return report(
        "social@harrowmere.example", fields, ours(key), subject="Warning: could not send message for past 4 hours"
    )


def envelope_alone(key: str) -> bytes:
    """Nothing of our letter is given back: only the address that it came back to names it."""
    fields = (
        "Reporting-MTA: dns; mx.mail.example\r\n\r\n"
        f"Final-Recipient: rfc822; {ROBIN}\r\nAction: failed\r\nStatus: 5.7.1\r\nDiagnostic-Code: smtp; 550 policy"
    )
    return report(f"bounces+{key}@harrowmere.example", fields, "", returned_type="text/rfc822-headers")


def encoded(key: str) -> bytes:
    """The report itself in base64, as some gateways send it."""
    fields = f"Reporting-MTA: dns; gw.example\n\nFinal-Recipient: rfc822; {ROBIN}\nAction: failed\nStatus: 5.0.0\n"
    return report(
        f"bounces+{key}@harrowmere.example", encodebytes(fields.encode()).decode(), "", encoding="base64",
        returned_type="text/rfc822-headers",
    )  # fmt: skip


def exim(key: str) -> bytes:
    """One plain text with the whole letter under it, and a header that says it."""
    return (
        f"Return-path: <>\r\nX-Failed-Recipients: {ROBIN}\r\nAuto-Submitted: auto-replied\r\n"
        "From: Mail Delivery System <Mailer-Daemon@mx.mail.example>\r\nTo: social@harrowmere.example\r\n"
        "Subject: Mail delivery failed: returning message to sender\r\n\r\n"
        f"This message was created automatically.\r\n\r\n  {ROBIN}\r\n    Unrouteable address\r\n\r\n"
        f"------ This is a copy of the message, including all the headers. ------\r\n\r\n{ours(key)}"
    ).encode()


def qmail(key: str) -> bytes:
    return (
        "Return-Path: <>\nFrom: MAILER-DAEMON@mx.mail.example\nTo: social@harrowmere.example\n"
        "Subject: failure notice\n\n"
        "Hi. This is the qmail-send program at mx.mail.example.\n"
        "I'm afraid I wasn't able to deliver your message to the following addresses.\n\n"
        f"<{ROBIN}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
        "--- Below this line is a copy of the message.\n\n" + ours(key).replace("\r\n", "\n")
    ).encode()


def out_of_office(key: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = ROBIN, "social@harrowmere.example", "Away until Monday"
    mail["Auto-Submitted"], mail["In-Reply-To"] = "auto-replied", f"<{key}@harrowmere.example>"
    mail.set_content("I read my mail again on Monday.")
    return mail.as_bytes()


def somebody_writes(key: str) -> bytes:
    """An answer by a person, whose words no program weighs."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = ROBIN, "social@harrowmere.example", "Re: Your appeal"
    mail["In-Reply-To"] = f"<{key}@harrowmere.example>"
    mail.set_content("This address belongs to my sister now. Action: failed")
    return mail.as_bytes()
