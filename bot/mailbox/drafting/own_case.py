"""The verdict on somebody's own case, as a letter that asks for one is answered with it."""

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from knowledge.answer import Citation

if TYPE_CHECKING:  # what judges is loaded where a letter asks for a verdict
    from eligibility.judging.verdict import Reason, Verdict

MOST = 5  # citations of a verdict
# Which reasons an outcome rests on; else the first.
DECIDES = {"eligible": ("met",), "not_eligible": ("failed",), "undetermined": ("met",)}


class OwnCase(NamedTuple):
    """A verdict, and what it was given on, as the factsheet calls it.

    `is_of_somebody`: it is told which title they hold, and so whose case is meant; `is_of_placement`: only who judges
    it is asked.
    """

    verdict: "Verdict"
    understood: tuple[tuple[str, str], ...]
    is_of_somebody: bool = False
    is_of_placement: bool = False

    @property
    def is_settled(self) -> bool:
        """Whether the letter says enough for an outcome."""
        return self.verdict.outcome != "undetermined"

    @property
    def placement(self) -> "OwnCase":
        """The same as what says who judges the case; one that is settled as it is."""
        return self if self.is_settled else self._replace(is_of_placement=True)

    @property
    def is_placed(self) -> bool:
        """Whether the letter says enough to tell which committee takes the case."""
        return self.verdict.placement is not None

    @property
    def reasons(self) -> "tuple[Reason, ...]":
        """The reasons that decide."""
        if self.is_of_placement or self.verdict.outcome not in DECIDES:
            return self.verdict.reasons[:1]
        return tuple(each for each in self.verdict.reasons if each.result in DECIDES[self.verdict.outcome])

    @property
    def unknown(self) -> "tuple[Reason, ...]":
        """The conditions on which the outcome still hangs, where it does."""
        return (
            ()
            if self.is_settled or self.is_of_placement
            else tuple(each for each in self.verdict.reasons if each.result == "unknown")
        )

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The clauses that decide, each once: the first of every reason, then what stands further."""
        reasons = [each.citations for each in (*self.reasons, *self.unknown)]
        firsts, further = (cited[:1] for cited in reasons), (cited[1:] for cited in reasons)
        found = {
            (each.source.notice.id, each.span): Citation(
                each.source.notice,
                each.section,
                each.quote,
                each.span,
                each.source.notice.validity(self.verdict.today),
            )
            for each in chain.from_iterable((*firsts, *further))
        }
        return tuple(found.values())[:MOST]
