"""Checks that the message catalogues say everything that the code says: run by `make check`."""

import sys
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from tests import data_messages

ROOT = Path(__file__).parents[1]
LOCALES = ROOT / "bot" / "locales"
METHODS = [("**.py", "python"), ("web/templates/**.html", "jinja2")]


def messages_in_code() -> set[str]:
    """Every message that Babel finds in the code."""
    keywords = {**DEFAULT_KEYWORDS, "N_": None}
    found = extract_from_dir(ROOT / "bot", METHODS, keywords=keywords)
    return {str(message) for _, _, message, _, _ in found}


def faults() -> list[str]:
    """What each catalogue lacks, has too much, or leaves to a guess."""
    of_data = {domain: set(data_messages.messages(domain)) for domain in data_messages.DOMAINS}
    said, found = {"messages": messages_in_code(), **of_data}, []
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/*.po")):
        wanted = said[path.stem]
        with path.open("rb") as lines:
            catalogue = {str(message.id): message for message in read_po(lines) if message.id}
        name = path.relative_to(ROOT)
        found += [f"{name}: not translated: {text}" for text in sorted(wanted - catalogue.keys())]
        found += [f"{name}: no longer said: {text}" for text in sorted(catalogue.keys() - wanted)]
        found += [
            f"{name}: empty or fuzzy: {text}" for text, each in catalogue.items() if not each.string or each.fuzzy
        ]
        found += [f"{name}: {error}" for each in catalogue.values() for error in each.check()]
    return found


if __name__ == "__main__":
    lines = faults()
    print("\n".join(lines) or "catalogues complete")
    sys.exit(bool(lines))
