"""Every fault of an edition file, and of a folder of them."""

from pathlib import Path

from evenhand.editions.fault import Fault
from evenhand.editions.judging import Asking, judge
from evenhand.editions.keywords_fairness import unfair_entries
from evenhand.editions.reading import parse


def faults(path: Path | str, asking: Asking | None = None) -> list[Fault]:
    """Every fault of one file. `asking` adds what signals alone can tell: unknown facts, bad
    examples, unfair keywords.
    """
    path = Path(path)
    try:
        parsed = parse(path)
    except OSError as error:
        return [Fault(path, "", "", f"cannot be read: {error.strerror}", "name an edition file, <date>.toml")]
    found = list(parsed.faults)
    if parsed.edition and asking:
        found += judge(path, parsed.edition, asking.with_lists(parsed.edition.keywords))
        found += unfair_entries(path, parsed.edition)
    return found


def faults_of_folder(folder: Path, asking: Asking | None = None) -> list[Fault]:
    """Every fault of a body's folder: its files, and what they may not say together."""
    files = sorted(folder.glob("*.toml"))
    found = [fault for file in files for fault in faults(file, asking)]
    first: dict[object, Path] = {}
    bodies: dict[str, Path] = {}
    for file in files:
        edition = parse(file).edition
        if edition is None:
            continue
        day = edition.in_force_from
        if file.stem != day.isoformat():
            mend = f"name the file {day.isoformat()}.toml, or mend the date"
            found.append(Fault(file, "", "in_force_from", f"is {day}, unlike the file's name", mend))
        if day in first:
            wrong = f"is {day}, from which {first[day].name} is in force too"
            found.append(Fault(file, "", "in_force_from", wrong, "give a later date: editions supersede by date"))
        first.setdefault(day, file)
        bodies.setdefault(edition.body, file)
    if len(bodies) > 1:
        wrong = f"one folder holds editions of {' and '.join(sorted(bodies))}"
        found.append(Fault(folder, "", "body", wrong, "give each body a folder of its own"))
    return found
