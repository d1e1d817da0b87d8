"""How many turns of whole conversations are as they should be (`cases/talks.jsonl` and two sets beside it).

A want is an object, or a list of alternatives. Every key given must hold: `kind` and `status` (allowed values), `need`
(pieces of the first quotes, in a list one of them), `never` (nowhere), `says` (one in the text), `facets` (in force),
`notices` (of the first quote), `asks` (the fact asked for), `free` (no answer). `shape` is what the turn tries.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from bot.commands.talk import replies
from bot.core.assistant import Assistant
from knowledge.plain import plain
from tests.cases import score

CASES = Path(__file__).parent / "cases"
FLOORS = {  # of turns, of whole dialogues, of own cases
    "talks": (0.93, 0.82, 0.95),
    "more-talks": (0.92, 0.6, 0.9),
    "stranger-talks": (0.935, 0.71, 0.93),
}
Reply = Mapping[str, object]


def faults(want: score.Row, reply: Reply) -> Iterator[str]:
    """What of a want a reply misses."""
    quotes = [plain(each["quote"]) for each in reply["citations"]]  # type: ignore[attr-defined]  # a list of citations
    text = plain(str(reply["text"]))
    for key, name in (("kind", "kind"), ("status", "status"), ("asks", "ask")):
        if want.get(key) and reply[name] not in want[key]:
            yield f"{key} {reply[name]}"
    yield from _missing_quotes(want, quotes[: want.get("first", 2)])
    yield from _wrong_words(want, text, quotes)
    yield from _wrong_facets(want, reply["facets"])  # type: ignore[arg-type]  # a mapping
    if want.get("free") and (quotes or not text or reply["kind"] == "answer"):
        yield "not free"


def _wrong_words(want: score.Row, text: str, quotes: list[str]) -> Iterator[str]:
    """What a reply says that it must not, or does not say."""
    yield from (
        f"never {word}" for word in want.get("never", []) if any(plain(word) in each for each in [text, *quotes])
    )
    for group in _groups(want.get("says", [])):
        if not any(plain(word) in text for word in group):
            yield f"says {group}"


def _wrong_facets(want: score.Row, facets: Mapping[str, str]) -> Iterator[str]:
    """The facets that are not in force as they should be."""
    for key, value in want.get("facets", {}).items():
        if facets.get(key) not in (value if isinstance(value, list) else [value]):
            yield f"facet {key}"


def _missing_quotes(want: score.Row, quotes: list[str]) -> Iterator[str]:
    """The pieces that the first quotes lack."""
    needs = [need if isinstance(need, list) else [need] for need in want.get("need", [])]
    met = [any(plain(piece) in quote for piece in need for quote in quotes) for need in needs]
    if met and not (any(met) if want.get("mode") == "any" else all(met)):
        yield f"need {needs}"


def _groups(says: list[str] | list[list[str]]) -> list[list[str]]:
    """The groups of which one piece each must be said."""
    return [each if isinstance(each, list) else [*map(str, says)] for each in says]


def measure(assistant: Assistant, name: str) -> tuple[dict[str, float], list[str]]:
    """The shares of turns, of dialogues and of own cases of a set that are right, and what is wrong."""
    turns, dialogues, own, misses = [], [], [], []
    for row in score.read_rows(CASES / f"{name}.jsonl"):
        answers = list(replies(assistant, row["turns"], date.fromisoformat(row["as_of"])))
        wants = [want if isinstance(want, list) else [want] for want in row["want"]]
        wrong = [min((list(faults(w, r)) for w in want), key=len) for want, r in zip(wants, answers, strict=True)]
        turns += [not each for each in wrong]
        dialogues.append(not any(wrong))
        own += [not each for each, want in zip(wrong, wants, strict=True) if want[0].get("shape") == "own_case"]
        misses += [f"{row['id']} {text}: {each}" for text, each in zip(row["turns"], wrong, strict=True) if each]
    figures = {"turns": turns, "dialogues": dialogues, "own cases": own}
    return {key: sum(marks) / len(marks) for key, marks in figures.items()}, misses


def below(figures: Mapping[str, float], name: str) -> Iterator[str]:
    """Each share of a set below its floor."""
    for (key, share), floor in zip(figures.items(), FLOORS[name], strict=True):
        if share < floor:
            yield f"{name}: {key} {share:.3f} is below {floor}"
