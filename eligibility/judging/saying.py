"""What a verdict says: sentences whose words stand apart, so that they can be said in another language too."""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from string import Formatter

from knowledge.value import Value


class Wording(StrEnum):
    """The sentences, and the pieces of them, that stand in no rule file."""

    UNCOVERED = "本资料收录的通知没有说到这种情况，无法据以判断；请向所在单位人事部门或当地人社部门询问。"
    UNREADABLE = (
        "能读出规则的通知没有说到这种情况；{notices}的规则现在读不出来，可能正是它们管的，"
        "所以不能据此认为没有规定。请向当地人社部门询问。"
    )
    NO_SUCH_ROUND = "{year}年度的通知不在资料内。"
    UNSAID = "（未填）"
    NO_ROUND = "（无）"
    SOME_STANDARD = "相应专业的评审标准"
    WAIT = "等到{year}年度。"
    SO_MANY = "（{count}项）"
    EITHER = "{first}或{then}"
    BOTH = "{first}；{then}"
    BESIDES = "，{what}"


class Sentence(Value):
    """A template of a rule file with what fills it: names and numbers, days as ISO dates, or sentences again."""

    template: str
    words: tuple[tuple[str, "Word"], ...] = ()

    def __str__(self) -> str:
        return self.template.format_map(dict(self.words)) if self.words else self.template


Word = str | Sentence


class Saying(Value):
    """Sentences in a row; as a string they are Chinese, as the rule files write them."""

    sentences: tuple[Sentence, ...] = ()

    def __str__(self) -> str:
        return "".join(map(str, self.sentences))

    def __bool__(self) -> bool:
        return bool(self.sentences)

    def __add__(self, other: "Saying") -> "Saying":
        return Saying((*self.sentences, *other.sentences))


def say(template: str, words: Mapping[str, Word] | None = None) -> Saying:
    """A sentence of a rule file, with those words that it has a place for."""
    return Saying((sentence(template, {} if words is None else words),))


def sentence(template: str, words: Mapping[str, Word]) -> Sentence:
    """A template with those words that it has a place for."""
    return Sentence(template, tuple((name, words[name]) for name in _places(template)))


@lru_cache(maxsize=1024)
def _places(template: str) -> tuple[str, ...]:
    """The names of the places that a template leaves open."""
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(template) if name))
