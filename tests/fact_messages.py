"""What people read of the facts, for Babel: run by `make messages`, it brings their catalogues up to date."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
FACTS = ROOT / "eligibility" / "rules" / "facts.yaml"
CATALOGUES = "bot/locales/*/LC_MESSAGES/facts.po"
READ = ("label", "question", "help", "when_asked")
HOLDING = ("facts", "parts", "choices")


def messages() -> tuple[str, ...]:
    """The names of facts and choices, the questions and what helps with them, in their order."""
    return tuple(dict.fromkeys(_of_entries([yaml.safe_load(FACTS.read_text(encoding="utf-8"))])))


def _of_entries(entries: Iterable[dict[str, object]]) -> Iterator[str]:
    """What people read of some entries and of those that they hold."""
    for entry in entries:
        yield from (text for key in READ if isinstance(text := entry.get(key), str))
        for key in HOLDING:
            held = entry.get(key)
            if isinstance(held, list):
                yield from _of_entries(held)


def update(path: Path) -> None:
    """A catalogue with every message that is read, and none that is no longer."""
    template = Catalog()
    for message in messages():
        template.add(message)
    catalogue = read_po(path.read_text(encoding="utf-8").splitlines())
    catalogue.update(template, no_fuzzy_matching=True)
    with path.open("wb") as lines:
        write_po(lines, catalogue, width=100, ignore_obsolete=True)


if __name__ == "__main__":
    for each in ROOT.glob(CATALOGUES):
        update(each)
