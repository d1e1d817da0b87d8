"""A level that a notice does not have for a line of work: 数据科学与工程专业评审层级只设副高级和正高级."""

from knowledge.candidate import Candidate
from knowledge.matching import WEIGHTS, Matcher
from knowledge.question import Question, Sought
from knowledge.store.library import Library
from knowledge.store.stored_passage import Sentence
from knowledge.topic_reading import Reading
from knowledge.treatment import Treatment
from knowledge.wording import Wording


class OfferedLevels:
    """Finds, in one library, the sentences that say which levels a specialty has."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def refusal(self, question: Question, speakers: frozenset[str]) -> Candidate | None:
        """The sentence by which the level that a question is about is none of its specialty's; None where it may be."""
        if not (question.facets.specialty and question.facets.level):
            return None
        treatment = Treatment.of(self.library, Reading(dict.fromkeys(self.library.of_levels, 1.0)), speakers)
        entries = self.library.passages(sorted(treatment.carriers))
        if refusing := [each for each in entries if any(self._refuses(one, question) for one in each.sentences)]:
            sought = Sought(question.prefer, question.demand, question.measures)
            wording = Wording(self.library, question.text, question.terms, sought)
            matcher = Matcher(question, wording, treatment, frozenset(), WEIGHTS)
            return next(iter(matcher.best_of(refusing[0], 0.0)), None)
        return None

    def _refuses(self, sentence: Sentence, question: Question) -> bool:
        """Whether a sentence says of the specialty of a question, and of no other, which levels it has, without its."""
        is_of_levels = not self.library.of_levels.isdisjoint(sentence.topics[:1])
        is_of_specialty = set(sentence.named.specialties) == {question.facets.specialty}
        levels = sentence.named.levels
        return is_of_levels and is_of_specialty and bool(levels) and question.facets.level not in levels
