"""Which sentences of a letter ask: learned, and held against words that nobody learned from."""

import json

import pytest

from bot.mailbox.drafting.asking_signs import WEIGHTS, chance_of_asking
from bot.mailbox.drafting.sentences import LetterSentence
from tests import asking


def chance(text: str) -> float:
    """How likely a sentence asks."""
    return chance_of_asking(LetterSentence.of(text))


@pytest.mark.parametrize(
    "text",
    [
        "想打听一下业绩证明盖哪一级的章",
        "请将本年度受理地址告知我单位。",
        "代表作是交原件还是交复印件",
        "还有个事就是照片要不要彩色的",
        "单位没有主管部门的由谁审核？",
        "恳请说明我未通过评审的具体原因。",
        "帮我瞧瞧这样够不够副高，感谢",
    ],
)
def test_what_wants_an_answer_asks_with_or_without_its_mark(text: str) -> None:
    assert chance(text) >= 0.5


@pytest.mark.parametrize(
    "text",
    [
        "谁来体谅体谅我们这些跑腿的？",
        "你们这样推来推去，心里就没有愧吗？",
        "我哪知道会拖成这样。",
        "按您教的办法，盖章页昨天传上去了，谢谢。",
        "咨询渠道：网站",
        "咨询编号：20250912003",
        "我弄了半宿，什么办法都用过。",
        "劳烦老师得空时给个回音。",
    ],
)
def test_what_tells_thanks_or_complains_does_not_ask(text: str) -> None:
    assert chance(text) < 0.5


def test_the_same_sentences_teach_the_same_weights() -> None:
    assert asking.Learner(asking.labelled()).weights == json.loads(WEIGHTS.read_text(encoding="utf-8"))


def test_what_others_taught_judges_a_stranger_s_sentences() -> None:
    sentences = asking.labelled()
    author, number, missed = next(each for each in asking.held_out(sentences, ["letters c"]))
    assert (author, missed / number < 0.1) == ("letters c", True)
