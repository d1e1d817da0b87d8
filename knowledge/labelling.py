"""What every sentence of some notices treats: as a person confirmed it, else as it is proposed."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.catalogue import Catalogue, Way
from knowledge.errors import SourceError
from knowledge.labels import Labels, load_labels
from knowledge.notice import Source
from knowledge.passages import passages_of
from knowledge.plain import Span
from knowledge.proposals import Proposer, examples
from knowledge.terms import search_form
from knowledge.topic_reading import Cut, TopicReader

if TYPE_CHECKING:
    from knowledge.topic_weights import TopicWeights


class Labelling:
    """Gives sentences their topics; `cutting` and `learn` are asked only where some must be proposed."""

    def __init__(
        self,
        catalogue: Catalogue,
        labels: Mapping[str, Labels | None],
        cutting: Callable[[], Cut],
        learn: Callable[[Iterable[Way]], "TopicWeights"],
    ) -> None:
        self.catalogue = catalogue
        self.labels = labels
        self.cutting = cutting
        self.learn = learn

    @property
    def proposed(self) -> list[str]:
        """The notices of which no person has confirmed a label."""
        return sorted(notice for notice, labels in self.labels.items() if labels is None)

    def topics_of(self, source: Source, span: Span, text: str, heading: str) -> tuple[str, ...]:
        """What a sentence treats, the main topic first; `text` and `heading` are as searched."""
        labels = self.labels[source.notice.id]
        return labels.of(span) if labels else self.proposer.propose(text, heading)

    @cached_property
    def proposer(self) -> Proposer:
        """What proposes labels, from all that is confirmed."""
        learned = self.learn([*self.catalogue.ways(), *examples(self._confirmed_labels())])
        return Proposer(self.catalogue, TopicReader(learned.topics, learned.find, self.cutting()))

    def _confirmed_labels(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every sentence that has labels, as searched, and these."""
        for labels in filter(None, self.labels.values()):
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
