"""The name of a paper that somebody asks about and that no notice in question has."""

import re

from bot.mailbox.drafting.asking_patterns import table
from bot.mailbox.drafting.inquiry import Inquiry
from knowledge.answer import Answer
from knowledge.plain import plain

NAMING = "[^\\W的和与及或把将是有要交请问公司单位本我们\\d]{0,6}"  # words before the name of a paper
TURNING = 2.0  # weight of the name of a paper on which a question turns


def unnamed_paper(words: str, inquiry: Inquiry) -> str | None:
    """The paper that words ask about and that no notice in question names: what one says of others is no answer.

    One that goes by another end there is named: 成绩合格证 by 成绩合格单.
    """
    answer = inquiry.answer(words)
    papers = (term for term in answer.question.terms if term.weight >= TURNING and _is_wanted(term.said, words))
    said = [each.said for each in papers if not (each.lines or _is_quoted(each.said, answer))]
    if not said:
        return None
    speakers = inquiry.desk.answerer.speakers(answer.question, inquiry.today)
    unnamed = (each for each in said if not inquiry.desk.library.rank({each: 1.0}, 1, speakers))
    return next((_whole_name(paper, words) for paper in unnamed), None)


def _is_wanted(said: str, words: str) -> bool:
    """Whether something said is the name of a paper that may be wanted, not of one that was left out: 落了一份合同."""
    before = words.partition(said)[0]
    return bool(table().papers.search(said)) and not table().left_out.search(before)


def _is_quoted(paper: str, answer: Answer) -> bool:
    """Whether the first quote of an answer holds the name of a paper but for its end."""
    core = table().papers.sub("", paper)
    return len(core) > 1 and any(core in plain(each.quote) for each in answer.citations[:1])


def _whole_name(paper: str, words: str) -> str:
    """The name of a paper as it stands in a sentence, with the words that tell which one: 排污许可证."""
    named = re.search(f"{NAMING}{re.escape(paper)}", words)
    return named.group() if named else paper
