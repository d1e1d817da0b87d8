"""What verdicts say, in the language that is spoken; the rule files say it in Chinese."""

from collections.abc import Iterable
from functools import reduce

from bot.locale import _, fact_text, rule_text
from bot.text.days import days_written
from eligibility.judging.saying import Saying, Sentence, Word


def in_words(saying: Saying) -> str:
    """Some sentences in a row, the days in them as people write them."""
    return _in_a_row(map(_sentence, saying.sentences)) if saying else ""


def _sentence(said: Sentence) -> str:
    """One sentence, its words filled in."""
    told = rule_text(said.template)
    return told.format_map({name: _word(word) for name, word in said.words}) if said.words else told


def _word(word: Word) -> str:
    """What fills a sentence: a sentence itself, days, the name of a value, or a number as it is."""
    return _sentence(word) if isinstance(word, Sentence) else days_written(word) or fact_text(word)


def _in_a_row(sentences: Iterable[str]) -> str:
    """Sentences one behind the other, divided as the language that is spoken does."""
    told = _("{sentence} {next}")
    return reduce(lambda sentence, then: told.format(sentence=sentence, next=then), sentences)
