"""Words of packs in templates."""
