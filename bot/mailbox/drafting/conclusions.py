"""A point's quotes → the sentences that answer it, with which its answer begins."""

from bot.mailbox.drafting.inquiry import Inquiry
from bot.mailbox.drafting.point import Point
from bot.mailbox.drafting.sentences import LetterSentence
from knowledge.answer import Citation
from knowledge.candidate import NARROW
from knowledge.lines import tidy
from knowledge.numbering import marker_of
from knowledge.patterns import several
from knowledge.question import Question
from knowledge.store.stored_passage import Sentence

BLANKS = " \t\u3000"
STOPS = " \u3000。；;，,"
KIND = 0.5  # how much it counts that a sentence is of the kind that was asked for, beside its topic and its words
OTHERS = 1.0  # and that it is for other employers, or another line of work, than that of the case


def conclusions_of(inquiry: Inquiry, point: Point) -> tuple[str, ...]:
    """For each part of what was asked the sentence of the first notice that answers it; none beside a verdict."""
    if point.status != "answered" or point.case:
        return ()
    cited = [each for each in point.citations[: point.parts] if each.notice == point.citations[0].notice]
    question = inquiry.question(LetterSentence.of(point.asked).understood)
    return tuple(dict.fromkeys(_conclusion(each, question, inquiry) for each in cited))


def _conclusion(citation: Citation, question: Question, inquiry: Inquiry) -> str:
    """The sentence of a quote that is nearest to a question, without its number."""
    said = {
        tidy(entry.quote(sentence.span)): _nearness(sentence, question, inquiry)
        for entry in inquiry.desk.passages_of(citation.notice.id)
        for sentence in entry.sentences
        if citation.span.start <= sentence.span.start and sentence.span.end <= citation.span.end
    }
    text = max(said, key=said.__getitem__, default=citation.quote)
    line = "".join(each.strip(BLANKS) for each in text.split("\n"))
    head = marker_of(line.strip())
    return line.strip().removeprefix(head.text if head else "").strip(STOPS) + "。"


def _nearness(sentence: Sentence, question: Question, inquiry: Inquiry) -> float:
    """How near a sentence is to a question: by its topics, its words, the kind of answer, and for whom it speaks."""
    held = sum(
        term.weight
        for term in question.terms
        if (term.lines & sentence.named.lines if term.lines else term.said in sentence.text)
    )
    total = sum(term.weight for term in question.terms) or 1.0
    kinds = inquiry.desk.library.lexicon.kinds.prefer
    shown = several(*(kinds[kind].holds for kind in sorted(question.prefer))).found_in(sentence.text)
    is_of_others = _is_for_others(sentence, question, inquiry)
    return question.topics.among(sentence.topics) + held / total + KIND * bool(shown) - OTHERS * is_of_others


def _is_for_others(sentence: Sentence, question: Question, inquiry: Inquiry) -> bool:
    """Whether a sentence names kinds of employers, or a line of work, and not that of the case."""
    employers = inquiry.desk.library.tables.employers.found_in(sentence.text)
    employer, specialty, narrow = inquiry.told.employer, question.facets.specialty, sentence.named.specialties
    is_of_other_line = 0 < len(narrow) <= NARROW and specialty not in narrow
    return is_of_other_line or bool(employer and employers and employer not in employers)
