"""What a letter asks → points: each with the notices' sentences that answer it."""

from collections.abc import Sequence
from itertools import chain

from bot.mailbox.drafting.asking_parts import Part, clauses_asking, parts_of, runs_on, tails_asking
from bot.mailbox.drafting.askings import (
    Asking,
    announces_itself,
    asks_for_yes,
    asks_of_one,
    asks_of_one_like,
    asks_of_several,
    asks_of_somebody,
    asks_own_record,
    asks_whose,
    has_sign,
    is_own_case,
    leaves_out_what,
    points_back,
)
from bot.mailbox.drafting.cited import beside_first, merge, overlap
from bot.mailbox.drafting.inquiry import Inquiry
from bot.mailbox.drafting.own_case import OwnCase
from bot.mailbox.drafting.papers import unnamed_paper
from bot.mailbox.drafting.point import Point
from knowledge.answer import Answer, Citation
from knowledge.question import Term
from knowledge.store.stored_passage import Sentence
from knowledge.value import Value, replace
from knowledge.wording import WORTH_QUOTING

USUAL = 3
ALONE = 0.8  # share of its likeliest topic from which on what a question is about is clear by itself
OWN = 0.5  # the same from which on one is about a matter of its own at all
VAGUE = 0.15  # the same up to which it is about nothing that can be told
SEVERAL = 2  # terms that tell what a question is about, whatever else is clear
THIN = 2.5  # weight of all terms of a question, below which it rests on the sentence before it
WHOLE = 0.9  # how much of a question an answer must hold to need no sentence before it
PLAIN = 0.6  # how much of a question an answer must hold to stand beside a verdict


class PointAnswerer(Value):
    """Answers what one letter asks: its subject, what it tells of its case, and the verdict on that."""

    subject: str
    inquiry: Inquiry
    case: OwnCase | None

    def answer_asking(self, asking: Asking) -> Point:
        """The point of an asking, in the case of the colleague whom it names, or of whom the words before it are."""
        named = self.inquiry.about(asking.sentence)
        if named != self.inquiry:  # the item of a list that it stands in may be of another
            return replace(self, inquiry=named)._answer_in_cases(replace(asking, head=""))
        before = asking.before if asks_of_one(asking.sentence) else ""
        meant = self.inquiry.about(asking.head, before)
        head = asking.head if meant == self.inquiry else ""  # what it tells stands in the case of whom it means
        return replace(self, inquiry=meant)._answer_in_cases(replace(asking, head=head))

    def _answer_in_cases(self, asking: Asking) -> Point:
        """The same in the cases that it is about."""
        asking = self._in_full(asking)
        if asks_own_record(asking.understood):
            return Point(asking.asked, "no_answer")
        if paper := unnamed_paper(asking.understood, self.inquiry):
            return Point(asking.asked, "no_answer", unanswered=(paper,))
        parts = parts_of(asking.understood)
        whole = self.answer(parts[0].asked) if runs_on(asking.understood) else self._best_answer(asking)
        if self.decides(asking.understood) and not (self._demands_more(asking) or self._is_beside_case(whole, asking)):
            return self._judge_case(asking, whole, parts)
        return self._quote(asking, whole, parts)

    def _in_full(self, asking: Asking) -> Asking:
        """An asking with what begins its item, or as its whole sentence where it is not clear by itself."""
        if asking.head:
            return replace(asking, understood=f"{asking.head} {asking.understood}")
        ends = tails_asking(asking.sentence)
        clear_ends = [(end, ALONE) for end in ends] + [(end, OWN) for end in ends if not points_back(end)]
        ways = [(asking.understood, OWN), (asking.sentence, OWN), *clear_ends]
        clear = (words for words, share in ways if self._share(words) >= share)
        return replace(asking, understood=next(clear, asking.sentence))

    def _share(self, text: str) -> float:
        """How clear it is what a text is about: the share of its likeliest topic."""
        return self.inquiry.desk.reader.topics_in(text).first_share

    def only_tells(self, asking: Asking, before: Sequence[Asking], behind: Sequence[Asking]) -> bool:
        """Whether a sentence only tells, beside a question that announces itself, or an unclear doubt before one."""
        if asking.is_marked:
            return False
        is_plain = has_sign(asking) or not any(map(announces_itself, (*before, *behind)))
        is_doubt = any(map(announces_itself, behind)) and self._share(asking.understood) < OWN
        return is_doubt or not is_plain

    def _quote(self, asking: Asking, whole: Answer, parts: list[Part]) -> Point:
        """The point of an asking that no verdict answers."""
        is_of_people = asks_of_somebody(asking.understood) or asks_of_several(asking.understood)
        is_unjudged = whole.status != "no_answer" and is_of_people
        if whole.status == "clarify":
            return Point(asking.asked, "clarify", whole.citations, is_unjudged=is_unjudged)
        return replace(self._join_answers(asking, whole, parts), is_unjudged=is_unjudged)

    def _join_answers(self, asking: Asking, whole: Answer, parts: list[Part]) -> Point:
        """The point of an asking each part of which is answered by itself, too."""
        answers, whole = [self._answer_part(part) for part in parts], self._led(asking, whole)
        cases = self._in_each_case() if parts else ()
        cited = merge([each._cited_in_case(asking, parts) for each in cases]) or self._cited_for(asking, whole, answers)
        if not cited:
            return Point(asking.asked, "no_answer", silence=whole)
        silent = tuple(part.asked for part, each in zip(parts, answers, strict=True) if _is_silent(each))
        shown = merge([cited, beside_first(whole)])[: max(USUAL, len(cited))]
        asked = len(parts) * max(len(cases), 1)
        return Point(asking.asked, "answered", shown, silent, parts=min(len(cited), asked) or 1)

    def _in_each_case(self) -> "tuple[PointAnswerer, ...]":
        """What answers in the case of each of several people; nothing where it is one case."""
        return tuple(replace(self, inquiry=each) for each in self.inquiry.alone)

    def _cited_in_case(self, asking: Asking, parts: Sequence[Part]) -> tuple[Citation, ...]:
        """The first citation of an asking and of each part of it in one case."""
        whole = self._led(asking, self._best_answer(asking))
        return self._cited_for(asking, whole, [self._answer_part(part) for part in parts])

    def _answer_part(self, part: Part) -> Answer:
        """The answer to one of several things; where it is not clear what it is about, to that of the first."""
        alone = self.answer(part.asked)
        return alone if not part.about or alone.question.topics.first_share >= OWN else self.answer(part.whole)

    def _led(self, asking: Asking, whole: Answer) -> Answer:
        """The answer, at its head what answers the words that ask, where it stood further down."""
        if len(whole.citations) < 2:
            return whole
        asked = clauses_asking(asking.understood)[:1]
        first = [each for words in asked for each in self.answer(words).citations[:1]]
        led = [each for each in whole.citations if any(overlap(each, other) for other in first)]
        return replace(whole, citations=merge([led, whole.citations])) if led else whole

    def _cited_for(self, asking: Asking, whole: Answer, answers: list[Answer]) -> tuple[Citation, ...]:
        """The first citation of the whole and of each part."""
        firm = [each for each in answers if self.firm(each)]
        cited = merge([whole.citations[:1], *(each.citations[:1] for each in firm)])
        if len(cited) < len(answers):  # one sentence for two questions: what the second asks may be another matter
            alone = map(self.answer, clauses_asking(asking.understood)[1:])
            cited = merge([cited, *(self.firm(each) for each in alone if each.question.topics.first_share >= OWN)])
        if len(cited) < len(answers):  # or the next best may hold the other
            cited = merge([cited, *(each.citations[:2] for each in firm)])
        return cited

    def decides(self, understood: str) -> bool:
        """Whether the verdict on the letter's case is what a question asks for."""
        if self.case is None or not self.case.citations or asks_of_several(understood):
            return False
        if asks_whose(understood):
            return self.case.is_placed
        is_told = self.case.is_settled or (self.case.is_of_somebody and asks_for_yes(understood))
        return asks_of_somebody(understood) or (is_told and is_own_case(understood))

    def _demands_more(self, asking: Asking) -> bool:
        """Whether the clauses that ask want something by its name; what a story around them names is not asked."""
        asked = "，".join(clauses_asking(asking.understood)) or asking.understood
        return bool(self.inquiry.question(asked).demand)

    def _is_beside_case(self, whole: Answer, asking: Asking) -> bool:
        """Whether the notices answer a question that the verdict, which is open, leaves out: 户口不在本地能报吗."""
        is_settled = self.case is not None and self.case.is_settled
        is_of_verdict = whole.checked or is_settled or asks_whose(asking.understood)
        is_plain = whole.status == "answered" and whole.evidence.coverage >= PLAIN
        return is_plain and not is_of_verdict and whole.question.topics.first_share >= ALONE

    def _judge_case(self, asking: Asking, whole: Answer, parts: list[Part]) -> Point:
        """The point of somebody's own case: what decides it, and what the notices say to the rest of the sentence."""
        further = [whole] if _stands_beside(whole, asking) and not self._is_barred else []
        further += [self._answer_part(part) for part in parts if not self.decides(part.asked)]
        case = self.case.placement if self.case and asks_whose(asking.understood) else self.case
        cited = [case.citations if case else ()]
        return Point(asking.asked, "answered", merge([*cited, *map(self.firm, further)]), case=case)

    @property
    def _is_barred(self) -> bool:
        """Whether the verdict is a no, beside which nothing may stand that says who may apply."""
        return self.case is not None and self.case.verdict.outcome == "not_eligible"

    def firm(self, answer: Answer) -> tuple[Citation, ...]:
        """The first citation of an answer, where its sentences are of what was asked, and not only of the same kind."""
        if answer.status != "answered":
            return ()
        first = answer.citations[0]
        return (first,) if self._is_of(first, _telling_terms(answer)) else ()

    def _is_of(self, citation: Citation, terms: list[Term]) -> bool:
        """Whether a citation is of one of these terms: it holds the term, or people ask in it for what it treats."""
        sentences = self.sentences(citation)
        lines = frozenset(chain.from_iterable(each.named.lines for each in sentences))
        said = "".join(each.text for each in sentences)
        spoken = self.inquiry.desk.library.topic_reader.spoken
        topics = frozenset(citation.topics)
        return any(term.lines & lines or term.said in said or topics & spoken(term.features) for term in terms)

    def sentences(self, citation: Citation) -> list[Sentence]:
        """The sentences of the library that a citation quotes."""
        return [
            sentence
            for entry in self.inquiry.desk.passages_of(citation.notice.id)
            for sentence in entry.sentences
            if citation.span.start <= sentence.span.start and sentence.span.end <= citation.span.end
        ]

    def _best_answer(self, asking: Asking) -> Answer:
        """The answer to an asking; where it says too little itself, with the words around it, or the subject."""
        answer = self._answer_in_context(asking)
        if answer.status != "no_answer" or not (_is_thin(answer) and self.subject):
            return answer
        under_subject = self.answer(f"{self.subject} {asking.understood}")
        return under_subject if under_subject.question.topics.first_share >= OWN else answer

    def _answer_in_context(self, asking: Asking) -> Answer:
        """The answer to an asking; where it says too little itself, with its sentence or the one before it."""
        answer = self.answer(asking.understood)
        if asking.before and self._goes_on(asking, answer):
            going_on = self._answer_going_on(asking)
            is_clear = answer.question.topics.first_share >= OWN
            return answer if is_clear and going_on.status == "no_answer" else going_on
        if answer.status == "no_answer" and asking.sentence != asking.understood:
            answer = self.answer(asking.sentence)
        return self._answer_of_rest(asking, answer) or answer

    def _answer_of_rest(self, asking: Asking, alone: Answer) -> Answer | None:
        """What the sentence that answers the question before says to this one, too, where alone nothing does clearly.

        It holds all that is asked and was found alone, too; no matter is plainly asked for that the notices leave out.
        """
        terms = [term for term in alone.question.terms if term.known]
        is_silent = alone.status == "no_answer"
        is_clear = alone.question.topics.first_share >= OWN and (alone.matter or not is_silent)
        if is_clear or not (asking.before and terms):
            return None
        before = self.answer(asking.before)
        first = before.citations[:1]
        is_held = all(self._is_of(each, [term]) for each in first for term in terms)
        is_found = is_silent or any(overlap(each, other) for each in first for other in alone.citations)
        return replace(before, citations=first) if first and is_held and is_found else None

    def _goes_on(self, asking: Asking, answer: Answer) -> bool:
        """Whether a question says too little, or points at what was said before it, and is not firmly answered."""
        is_vague = answer.question.topics.first_share < VAGUE and len(_telling_terms(answer)) < SEVERAL
        if is_vague or _points_nowhere(answer, asking) or leaves_out_what(asking.understood):
            return True
        is_whole = answer.evidence.coverage >= WHOLE and bool(self.firm(answer))
        if _is_thin(answer):
            return points_back(asking.understood) or not is_whole
        return asks_of_one_like(asking.understood) and self._is_told_by(asking, answer)

    def _is_told_by(self, asking: Asking, answer: Answer) -> bool:
        """Whether what a question is about is clearer with the sentence before it, and not clear alone."""
        alone = answer.question.topics.first_share
        return alone < ALONE and alone < self._share(f"{asking.before} {asking.sentence}")

    def _answer_going_on(self, asking: Asking) -> Answer:
        """The answer to an asking with the sentence before it: what answers that sentence, too, where anything does."""
        words = f"{asking.before} {asking.sentence}"
        together, before = self.answer(words), self.answer(asking.before)
        shared = [each for each in together.citations if any(overlap(each, other) for other in before.citations)]
        is_shared = shared and together.status == "answered"
        return replace(together, citations=tuple(shared)) if is_shared else together

    def answer(self, text: str) -> Answer:
        """The answer to a text in the letter's case."""
        return self.inquiry.answer(text)


def _stands_beside(answer: Answer, asking: Asking) -> bool:
    """Whether an answer from the notices says something to a question that a verdict answers."""
    is_plain = answer.status == "answered" and answer.evidence.coverage >= PLAIN
    return is_plain and not asks_whose(asking.understood)


def _is_silent(answer: Answer) -> bool:
    """Whether something of its own is asked for, by its form or its matter, and the notices say nothing to it."""
    return not answer.citations and (bool(answer.question.demand) or answer.question.topics.first_share >= OWN)


def _telling_terms(answer: Answer) -> list[Term]:
    """The terms of a question that the notices know and that tell what it is about."""
    return [term for term in answer.question.terms if term.known and term.weight >= WORTH_QUOTING]


def _points_nowhere(answer: Answer, asking: Asking) -> bool:
    """Whether a question names nothing that the notices know, and points at what was said before it."""
    return not _telling_terms(answer) and points_back(asking.understood)


def _is_thin(answer: Answer) -> bool:
    """Whether a question only asks when or where, or names next to nothing and what it is about is not clear."""
    weight = sum(term.weight for term in answer.question.terms)
    is_bare = weight == 0 and bool(answer.question.prefer)
    return is_bare or (weight < THIN and answer.question.topics.first_share < ALONE)
