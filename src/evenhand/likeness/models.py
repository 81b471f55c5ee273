"""One vector a wording or a post. It is derived, may be made again from the text, and goes with the words."""

from django.db import models
from django.db.models import Q

from evenhand.intake.models import Post, Revision


class TextVector(models.Model):
    """What the encoder of one version saw in a wording of a comment, or in a post."""

    revision = models.OneToOneField(Revision, null=True, on_delete=models.PROTECT, related_name="vector")
    post = models.OneToOneField(Post, null=True, on_delete=models.PROTECT, related_name="vector")
    version = models.TextField()  # of the encoder: never compared with another's
    numbers = models.BinaryField()

    class Meta:
        db_table = "likeness_vector"
        constraints = [
            models.CheckConstraint(
                condition=Q(revision__isnull=False, post=None) | Q(revision=None, post__isnull=False),
                name="vector_of_a_wording_or_a_post",
            )
        ]
