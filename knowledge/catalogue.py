"""The catalogue of topics (`topics/GROUP.yaml`): what people ask about, how they ask, and what shows a sentence of it.

A topic is a matter, never a level, series, specialty or place: those are facets of the question. What no sentence of
the notices carries is in the catalogue as well: it is what an honest silence rests on.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from knowledge.errors import LexiconError
from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept_mapping
from knowledge.plain_data import as_data
from knowledge.terms import search_form
from knowledge.value import Value

FOLDER = Path(__file__).parent / "topics"
PATTERNS = ("cues", "heading_cues", "not_cues")

Asks = Literal["yesno", "how_many", "how", "what", "when", "where", "who", "which_document", "list", "contact"]


class Way(NamedTuple):
    """One way of asking for a topic; `heard_in` is the notice in whose work it was met, if any."""

    text: str
    topic: str
    heard_in: str | None = None


class Topic(FileRecord):
    """A matter that people ask about; `name` is what a person would call it.

    `confusable` says of each neighbour what sets it apart; `covers` is what an overview of a broad topic shows, in
    order; `half` quotes the sentence that half treats it; `said` is what a reply says where the notices are silent;
    `contact`: of an office's contacts, the one whose `what` holds this is asked about it;
    `checked`: whether the self-check decides it for somebody's own case; `of_series`: whether it is about
    series, which no question is about where a notice speaks for its own; `of_levels`: whether its sentences say which
    levels there are; `of_some`: whether it is about some people only, so that what is said of them answers nobody who
    does not name them.
    """

    id: str
    group: str
    name: str
    asks: Asks
    ways: tuple[str, ...]
    heard: Mapping[str, tuple[str, ...]]
    cues: tuple[str, ...]
    heading_cues: tuple[str, ...] = ()
    not_cues: tuple[str, ...] = ()
    confusable: Mapping[str, str] | None = None
    broad: bool = False
    covers: tuple[str, ...] = ()
    half: str | None = None
    contact: str | None = None
    checked: bool = False
    said: str | None = None
    of_series: bool = False
    of_levels: bool = False
    of_some: bool = False

    def to_json(self) -> str:
        """The same as one line, without the patterns that only labels are proposed by."""
        return json.dumps(as_data(self.replace(cues=(), heading_cues=(), not_cues=())), ensure_ascii=False)

    def all_ways(self, without: Collection[str] = ()) -> Iterator[Way]:
        """Every way of asking for it, those heard in some notices left out."""
        yield from (Way(text, self.id) for text in self.ways)
        for notice, texts in self.heard.items():
            if notice not in without:
                yield from (Way(text, self.id, notice) for text in texts)


class Catalogue(Value):
    """Every topic by its id, in the order of the files."""

    topics: Mapping[str, Topic]

    def ways(self, without: Collection[str] = ()) -> Iterator[Way]:
        """Every way of asking, those heard in some notices left out."""
        for topic in self.topics.values():
            yield from topic.all_ways(without)

    @cached_property
    def groups(self) -> Mapping[str, tuple[Topic, ...]]:
        """The topics of each group."""
        groups: dict[str, list[Topic]] = {}
        for topic in self.topics.values():
            groups.setdefault(topic.group, []).append(topic)
        return {group: tuple(topics) for group, topics in groups.items()}


def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """The catalogue of a folder, one file a group; `LexiconError` says path, key, what was found and allowed.

    A file that is no YAML is a `SourceError`.
    """
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise LexiconError(f"{folder}: no topics here; each group has a file GROUP.yaml")
    topics = [topic for path in paths for topic in topics_of(path)]
    for fault in faults(topics):
        raise LexiconError(f"{folder / fault.group}.yaml: {fault.key}: {fault.why}")
    return Catalogue({topic.id: topic for topic in topics})


def topics_of(path: Path) -> Iterator[Topic]:
    """The topics of one file."""
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415  # not needed to answer

    from knowledge.records import first_fault  # noqa: PLC0415

    records = read_kept_mapping(path).get("topics")
    if not (isinstance(records, list) and records and all(isinstance(record, dict) for record in records)):
        raise LexiconError(f"{path}: topics: a list of topics was expected")
    adapter = TypeAdapter(Topic)
    for number, record in enumerate(records):
        try:
            yield adapter.validate_python({**_in_lines(record), "group": path.stem})
        except ValidationError as error:
            where = record.get("id", f"topics.{number}")
            raise LexiconError(f"{path}: {where}.{first_fault(error)}") from None


def _in_lines(record: Mapping[str, object]) -> dict[str, object]:
    """A topic's record with its ways as lists; a file has them as text, one a line."""
    heard = record.get("heard") or {}
    split = {notice: lines(text) for notice, text in heard.items()} if isinstance(heard, dict) else heard
    return {**record, "ways": lines(record.get("ways")), "heard": split, "cues": record.get("cues") or ()}


def lines(text: object) -> object:
    """The lines of a text that are not empty; what is no text is left for the check to refuse."""
    return [line.strip() for line in text.splitlines() if line.strip()] if isinstance(text, str) else text


class Fault(NamedTuple):
    """What is wrong in the file of a group."""

    group: str
    key: str
    why: str


def faults(topics: Collection[Topic]) -> Iterator[Fault]:
    """What topics that each have their form still get wrong together."""
    ids = {topic.id for topic in topics}
    often = Counter(topic.id for topic in topics)
    for topic in topics:
        if often[topic.id] > 1:
            yield Fault(topic.group, topic.id, "this id is given twice")
        if not any(topic.all_ways()):
            yield Fault(topic.group, f"{topic.id}.ways", "no way of asking; a topic needs one at least")
        if topic.broad != bool(topic.covers):
            yield Fault(topic.group, f"{topic.id}.covers", "a broad topic covers others, and only a broad one does")
        for key in ("confusable", "covers"):
            for unknown in sorted(set(getattr(topic, key) or ()) - ids):
                yield Fault(topic.group, f"{topic.id}.{key}", f"{unknown} is not the id of a topic")
        yield from _bad_patterns(topic)
    yield from _given_twice(topics)


def _bad_patterns(topic: Topic) -> Iterator[Fault]:
    """Each pattern that cannot be matched in linear time."""
    from knowledge.patterns import linear  # noqa: PLC0415  # RE2 is not needed to answer

    for key in PATTERNS:
        for pattern in getattr(topic, key):
            try:
                linear(pattern)
            except ValueError as error:
                yield Fault(topic.group, f"{topic.id}.{key}", str(error))


def _given_twice(topics: Iterable[Topic]) -> Iterator[Fault]:
    """Each way that stands under two topics."""
    under: dict[str, str] = {}
    for topic in topics:
        for way in topic.all_ways():
            first = under.setdefault(search_form(way.text).strip("?,.!;"), topic.id)
            if first != topic.id:
                yield Fault(topic.group, f"{topic.id}.ways", f"{way.text} is a way of {first} as well")
