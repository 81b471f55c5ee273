"""REF-02: what pages leave out for whom."""

from datetime import UTC, datetime

from evenhand.cases import sight
from evenhand.cases.models import Case
from evenhand.console.access import OfficerRequest
from evenhand.evidence.models import Capture
from evenhand.officers.permissions import Permission
from evenhand.referrals.queries import restricted_subjects

OF_ITSELF = ("payload", "record")
"""Parts of a capture that hold one comment alone; the others show its neighbours too."""


def unseen(request: OfficerRequest) -> frozenset[str]:
    """What tasks and the audit log leave out, by the names that they use; nothing for who may see all."""
    if Permission.SEE_RESTRICTED in request.permissions:
        return frozenset()
    return restricted_subjects(request.body_of_page)


def look_at_capture(request: OfficerRequest, capture: Capture, part: str = "record") -> None:
    """A capture of a restricted comment, or a part that shows one, is for those who may see that. Raises: NotLetIn."""
    now = datetime.now(UTC)
    found = Case.objects.select_related("body").filter(body=request.body_of_page, restricted=True)
    own = found.filter(comment=capture.comment_id) if capture.comment_id else found.none()
    post = capture.post_id or (capture.comment.post_id if capture.comment else None)
    beside = found.filter(comment__post=post) if post and part not in OF_ITSELF else found.none()
    for case in (own | beside).order_by("pk"):
        sight.look(case=case, by=request.user, at=now, page="capture")
