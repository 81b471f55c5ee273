"""Bodies, officers, roles, and the roster of people a body names in public."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from evenhand.officers.permissions import Role


class Body(models.Model):
    """A public body whose policy it is. Nothing of one body is visible to another."""

    slug = models.SlugField(unique=True)
    name = models.TextField()
    edition_folder = models.TextField()  # folder under editions/
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "officers_body"
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name


class _Officers(BaseUserManager["Officer"]):
    def get_by_natural_key(self, username: str | None) -> "Officer":
        return self.get(email__iexact=username)


class Officer(AbstractBaseUser):
    """Somebody who signs in. What they may do is given per body, by roles."""

    email = models.EmailField(unique=True)
    name = models.TextField()
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = _Officers()

    class Meta:
        db_table = "officers_officer"

    def __str__(self) -> str:
        return self.name


class RoleGiven(models.Model):
    """One role of one officer at one body."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="roles")
    body = models.ForeignKey(Body, on_delete=models.PROTECT)
    role = models.TextField(choices=[(role.value, role.value) for role in Role])

    class Meta:
        db_table = "officers_role_given"
        constraints = [
            models.UniqueConstraint(fields=["officer", "body", "role"], name="role_given_once"),
            models.CheckConstraint(condition=models.Q(role__in=[r.value for r in Role]), name="role_is_known"),
        ]


class NamedPerson(models.Model):
    """One line of a body's roster: an officer or an elected member whom people name in comments."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE)
    name = models.TextField()
    role = models.TextField(choices=[("officer", "officer"), ("member", "elected member")])
    also_known_as = ArrayField(models.TextField(), default=list, blank=True)
    public_contacts = ArrayField(models.TextField(), default=list, blank=True)

    class Meta:
        db_table = "officers_named_person"
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="named_person_once")]


class PublicContact(models.Model):
    """A phone number or address of the body that anybody may quote."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE)
    contact = models.TextField()

    class Meta:
        db_table = "officers_public_contact"
        constraints = [models.UniqueConstraint(fields=["body", "contact"], name="public_contact_once")]
