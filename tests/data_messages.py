"""What people read of facts and rules, for Babel: run by `make messages`, it brings their catalogues up to date."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import yaml
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po

from eligibility.judging.saying import Wording
from eligibility.rulebook.rulebook import Standard

ROOT = Path(__file__).parents[1]
RULES = ROOT / "eligibility" / "rules"
NOTICES = ROOT / "knowledge" / "notices"
TOPICS = ROOT / "knowledge" / "topics"
READ_OF_FACTS = ("label", "question", "help", "when_asked")
READ_OF_RULES = ("because", "mend", "reference", "unread", "what")
NAME = re.compile(r"\w+〔\d{4}〕\d+号")  # a document's number is its name in every language


def _messages_of_facts() -> Iterator[str]:
    """The names of facts and choices, the questions and what helps with them."""
    yield from _read(RULES / "facts.yaml", READ_OF_FACTS)


def _messages_of_rules() -> Iterator[str]:
    """The sentences of the rules, what they call what is shown beside a verdict, the notices' windows and misprints."""
    yield from Wording
    yield Standard.what
    for path in sorted(RULES.glob("*.yaml")):
        if path.name not in ("facts.yaml", "coverage.yaml"):
            yield from _read(path, READ_OF_RULES)
    for path in sorted(NOTICES.glob("*/notice.yaml")):
        yield from _read(path, ("what", "why"))


def _messages_of_topics() -> Iterator[str]:
    """The names of the topics."""
    for path in sorted(TOPICS.glob("*.yaml")):
        yield from _read(path, ("name",))


DOMAINS: Mapping[str, Callable[[], Iterator[str]]] = {
    "facts": _messages_of_facts,
    "rules": _messages_of_rules,
    "topics": _messages_of_topics,
}


def messages(domain: str) -> tuple[str, ...]:
    """What people read of a domain, each once, in the order of the files."""
    return tuple(dict.fromkeys(text for text in DOMAINS[domain]() if not (text.isascii() or NAME.fullmatch(text))))


def _read(path: Path, keys: tuple[str, ...]) -> Iterator[str]:
    """What people read of a file: the texts under these keys, wherever they stand."""
    yield from _texts(yaml.safe_load(path.read_text(encoding="utf-8")), keys)


def _texts(value: object, keys: tuple[str, ...], *, is_read: bool = False) -> Iterator[str]:
    """The texts under some keys of a value, in their order."""
    if isinstance(value, str) and is_read:
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, keys, is_read=is_read)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(each, keys, is_read=is_read or key in keys)


def update(path: Path) -> None:
    """A catalogue with every message that is read, and none that is no longer."""
    template = Catalog()
    for message in messages(path.stem):
        template.add(message)
    catalogue = read_po(path.read_text(encoding="utf-8").splitlines())
    catalogue.update(template, no_fuzzy_matching=True)
    with path.open("wb") as lines:
        write_po(lines, catalogue, width=100, ignore_obsolete=True)


if __name__ == "__main__":
    for each in DOMAINS:
        for catalogue in ROOT.glob(f"bot/locales/*/LC_MESSAGES/{each}.po"):
            update(catalogue)
