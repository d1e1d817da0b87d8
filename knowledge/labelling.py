"""What every sentence of some notices treats: as a person confirmed it, else as it is proposed."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from knowledge.catalogue import Catalogue
from knowledge.errors import SourceError
from knowledge.labels import Labels, load_labels
from knowledge.passages import passages_of
from knowledge.plain import Span
from knowledge.proposals import Proposer
from knowledge.source import Source
from knowledge.terms import search_form
from knowledge.topic_reading import TopicReader


class Labelling:
    """Gives the sentences of some notices their topics; `reader` is asked only where some must be proposed."""

    def __init__(
        self, catalogue: Catalogue, labels: Mapping[str, Labels | None], reader: Callable[[], TopicReader]
    ) -> None:
        self.catalogue = catalogue
        self.labels = labels
        self.reader = reader

    def topics_of(self, source: Source, span: Span, text: str, heading: str) -> tuple[str, ...]:
        """What a sentence treats, the main topic first; `text` and `heading` are as searched."""
        labels = self.labels[source.notice.id]
        return labels.of(span) if labels else self.proposer.propose(text, heading)

    @cached_property
    def proposer(self) -> Proposer:
        """What proposes labels, from all that is confirmed."""
        return Proposer(self.catalogue, self.reader())


def sentences_of(labels: Labels) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every sentence that has labels, as searched, and these."""
    for passage in passages_of(labels.source):
        for span in passage.sentences:
            yield search_form(labels.source.text[slice(*span)]), labels.of(span)


def labels_of(
    sources: Collection[Source], catalogue: Catalogue, folder: Path, broken: Callable[[SourceError], None]
) -> dict[str, Labels | None]:
    """The labels of each notice, None where it has none; `broken` hears of a broken file and its notice goes."""
    found: dict[str, Labels | None] = {}
    for source in sources:
        try:
            found[source.notice.id] = load_labels(source, catalogue, folder)
        except SourceError as error:
            broken(error)
    return found
