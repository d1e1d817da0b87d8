"""What the sentences of a notice treat, as a person confirmed it (`notices/ID/topics.yaml`): a quote and its topics."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from knowledge.catalogue import Catalogue
from knowledge.errors import SourceError
from knowledge.file_record import FileRecord
from knowledge.kept_yaml import read_kept_record
from knowledge.notice import NOTICES
from knowledge.plain import Span
from knowledge.source import Source

SHARED = 0.3  # of the shorter of a quote and a sentence that both must hold, so that they are the same


class Label(FileRecord):
    """A quote of a notice and what it treats, the main topic first."""

    quote: str
    topics: tuple[str, ...]


class LabelFile(FileRecord):
    """What `topics.yaml` holds."""

    sentences: tuple[Label, ...]


@dataclass(frozen=True)
class Labels:
    """The labels of one source."""

    source: Source
    labels: tuple[Label, ...]

    @cached_property
    def spans(self) -> tuple[tuple[Span, tuple[str, ...]], ...]:
        """Each place where a quote stands, with its topics."""
        return tuple((span, label.topics) for label in self.labels for span in self.source.find(label.quote))

    def of(self, sentence: Span) -> tuple[str, ...]:
        """What a sentence treats, the main topic first; nothing where no label is about it."""
        found = (topics for span, topics in self.spans if is_same(span, sentence))
        return tuple(dict.fromkeys(topic for topics in found for topic in topics))


def is_same(one: Span, other: Span) -> bool:
    """Whether two spans share so much that one is about the other."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and shared >= SHARED * min(one.end - one.start, other.end - other.start)


def load_labels(source: Source, catalogue: Catalogue, folder: Path = NOTICES) -> Labels | None:
    """The labels of a notice, None where it has no file; `SourceError` where a quote or a topic is not there."""
    path = folder / source.notice.id / "topics.yaml"
    if not path.is_file():
        return None
    labels = Labels(source, read_kept_record(LabelFile, path).sentences)
    for fault in faults(labels, catalogue):
        raise SourceError(f"{path}: {fault}")
    return labels


def faults(labels: Labels, catalogue: Catalogue) -> Iterator[str]:
    """What is wrong with labels that have their form: key, what was found, what is allowed."""
    for number, label in enumerate(labels.labels):
        if not labels.source.find(label.quote):
            yield f"sentences.{number}.quote: not in the source: {label.quote}"
        if not label.topics:
            yield f"sentences.{number}.topics: none given; a label names one topic at least"
        for topic in label.topics:
            if topic not in catalogue.topics:
                yield f"sentences.{number}.topics: {topic} is not the id of a topic"
