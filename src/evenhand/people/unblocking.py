"""MOD-04: what platforms say of blocking, read from their manifests before anybody is blocked."""

from collections.abc import Callable, Iterable

from evenhand.core.vocabulary import Support, Verb
from evenhand.intake.models import Channel
from evenhand.platforms import found
from evenhand.platforms.contract import Manifest

ManifestOf = Callable[[str], Manifest]


def cannot_unblock(channels: Iterable[Channel], manifest_of: ManifestOf = found.manifest) -> list[Channel]:
    """Channels whose platform cannot take a block back."""
    return [channel for channel in channels if not _takes_back(manifest_of(channel.platform))]


def by_hand(channels: Iterable[Channel], manifest_of: ManifestOf = found.manifest) -> list[Channel]:
    """Channels on which a person blocks, as the platform has no call for it."""
    return [channel for channel in channels if not _blocks(manifest_of(channel.platform))]


def unblocking(channel: Channel, manifest_of: ManifestOf = found.manifest) -> Support | None:
    """How far the platform lifts a block for us; None when it cannot."""
    manifest = manifest_of(channel.platform)
    return manifest.supported.get(Verb.UNBLOCK) if _takes_back(manifest) else None


def _takes_back(manifest: Manifest) -> bool:
    block = manifest.verbs.get(Verb.BLOCK)
    return Verb.UNBLOCK in manifest.verbs and (block is None or block.reversible)


def _blocks(manifest: Manifest) -> bool:
    return manifest.supported.get(Verb.BLOCK, Support.MANUAL) is not Support.MANUAL
