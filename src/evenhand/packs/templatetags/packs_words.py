"""How a pack writes an instant."""

from django import template

from evenhand.packs.contents import said_at

register = template.Library()
register.filter("pack_time", said_at)
