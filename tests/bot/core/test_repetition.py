"""What is typed again and again is answered as fast as anything else, and never raises."""

from datetime import date
from time import process_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.assistant import Assistant
from bot.core.smalltalk import Talk, load_talk
from bot.core.turn import Conversation, Turn
from knowledge.asked import LONGEST

SUMMER = date(2024, 7, 10)
FAST, BOUND = 0.25, 2.0  # seconds of the process: of a short text, and of the longest that is read; tests are traced
TYPED = [
    "哈" * 40 + "评审费多少",
    "嗯" * 36 + "我再问一下",
    "7" * 30 + "x",
    "em" * 60,
    "em" * 60 + "x",
    "8" * 60 + "！a",
]
PIECES = [
    *(
        "哈",
        "嗯",
        "em",
        "7",
        "十",
        "几",
        "多少",
        "评审费",
        "高级",
        "工程师",
        "24年",
        "年底",
        "我",
        "能报",
        "信",
        "哪",
        "號",
    ),
    *(
        "a.",
        "x",
        " ",
        "，",
        "。",
        "？",
        "<",
        "|",
        "/",
        "\t",
        "\u0301\u0323",
        "🙂",
        "ｱ",
        "不是",
        "三年",
        "不",
        "\n",
        "\ud800",
    ),
]
repetitive = st.lists(
    st.tuples(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join), st.integers(1, 400)), max_size=3
).map(lambda runs: "".join(piece * count for piece, count in runs))


@pytest.fixture(scope="module")
def assistant(assistant: Assistant) -> Assistant:
    for text in ("评审费多少", "/check"):
        assistant.reply(Turn(text=text), Conversation(), SUMMER)
    return assistant


@pytest.mark.parametrize("text", TYPED)
def test_an_answer_comes_at_once(assistant: Assistant, text: str) -> None:
    began = process_time()
    assistant.reply(Turn(text=text), Conversation(), SUMMER)
    assert process_time() - began < FAST


@pytest.mark.parametrize("piece", ["哈", "一", "1年", "抚顺", "工程师", "评审费", "&amp;", "a.a", "2024-", "能不能"])
def test_the_longest_repetition_costs_little_more_than_a_question(
    assistant: Assistant, usual: float, piece: str
) -> None:
    """A hundred times the characters, at most half of that in work, counted on the same machine in one run."""
    longest = min(cost(assistant, (piece * LONGEST)[: LONGEST - less]) for less in range(3))
    assert longest < 50 * usual


@pytest.fixture(scope="module")
def usual(assistant: Assistant) -> float:
    """What an ordinary question costs: a mean, since the processor's clock ticks too coarsely for one."""
    texts = [f"抚顺的水利工程师{day}日几点交材料" for day in range(1, 29)]
    return sum(cost(assistant, text) for text in texts) / len(texts)


def cost(assistant: Assistant, text: str) -> float:
    """Seconds of the processor for a reply to a text that was not said before."""
    began = process_time()
    assistant.reply(Turn(text=text), Conversation(), SUMMER)
    return process_time() - began


@given(text=repetitive)
def test_small_talk_is_told_in_no_time(text: str) -> None:
    talk = load_talk()
    hold_against(talk, text[:50])  # patterns are made when they are first held against a text
    began = process_time()
    hold_against(talk, text)
    assert process_time() - began < FAST


def hold_against(talk: Talk, text: str) -> None:
    """See what small talk a text is, in every state of a conversation."""
    for flag in (True, False):
        talk.command(text, checking=flag, told=flag)
        talk.reply(text, names_nothing=flag, is_asking=not flag)
        talk.own_case_in(text, particulars=2 * flag)


@settings(max_examples=40)
@given(text=repetitive, checking=st.booleans(), follows=st.booleans())
@example(text="24年" * 700, checking=False, follows=True)
def test_anything_said_again_and_again_gets_a_reply(
    assistant: Assistant, text: str, checking: bool, follows: bool
) -> None:
    before = Conversation(question="抚顺水利几号交材料" if follows else "")
    if checking:
        _, before = assistant.reply(Turn(text="/check new"), before, SUMMER)
    began = process_time()
    reply, _ = assistant.reply(Turn(text=text), before, SUMMER)
    assert reply.paragraphs
    assert process_time() - began < BOUND
