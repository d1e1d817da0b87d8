"""A reply as messages: whatever is said, Telegram takes it, and nothing of it is lost."""

from html import unescape
from re import sub

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.reply import Option
from bot.telegram.rendering import MOST_BUTTONS, clean, messages, units
from bot.text.paragraph import Paragraph
from tests.bot.telegram.markup import check_markup, parsed, text_of

STYLES = st.sampled_from(["text", "quote", "source", "window", "warning", "note"])
TEXTS = st.text(max_size=60) | st.sampled_from(["<b>", "&amp;", "</blockquote>", "", "a\nb", "😀" * 50, "。" * 300])
PARAGRAPHS = st.lists(st.builds(Paragraph, TEXTS, STYLES, st.booleans()), max_size=60)


@given(PARAGRAPHS)
@settings(max_examples=200)
def test_telegram_takes_any_reply_and_nothing_is_lost(paragraphs: list[Paragraph]) -> None:
    """Every message parses, fits and is not empty; together they hold every character."""
    texts = [message.html for message in messages(paragraphs)]
    shown = "".join(text_of({"text": text, "parse_mode": "HTML"})[0] for text in texts)
    said = "".join(clean(paragraph.text) for paragraph in paragraphs)
    assert sub(r"\s", "", shown) == sub(r"\s", "", said)
    assert all(units(text) <= 4096 for text in texts)


@given(st.text(alphabet="<&>。\n😀字a", min_size=1, max_size=40), st.integers(100, 400), STYLES)
@settings(max_examples=25)
def test_a_long_paragraph_is_cut_outside_of_tags(piece: str, times: int, style: str) -> None:
    """A paragraph longer than a message stays whole over several, each marked up for itself."""
    text = piece * times
    texts = [message.html for message in messages([Paragraph(text, style)])]
    assert all(units(each) <= 4096 for each in texts)
    assert sub(r"\s", "", "".join(parsed(each)[0] for each in texts)) == sub(r"\s", "", text)


def test_a_long_paragraph_is_cut_at_a_sentence() -> None:
    """Where a sentence ends in time, the message ends there."""
    sentence = "通知明确的条件逐条列出,申报人应当对照。"
    first, *_rest = messages([Paragraph(sentence * 400)])
    assert first.html.endswith("。")


def test_a_citation_stays_together() -> None:
    """A message never ends between a quote and its source, nor between a quote and what leads to it."""
    citation = [
        Paragraph("工程系列", "text"),
        Paragraph("10月27日截止", "window"),
        Paragraph("「" + "条" * 900 + "」", "quote"),
        Paragraph("—— 抚顺市", "source"),
        Paragraph("⚠ 疑为", "warning"),
    ]
    texts = [message.html for message in messages(citation * 6)]
    assert len(texts) > 1
    for text in texts:
        assert text.startswith("工程系列")
        assert text.endswith("⚠ 疑为")


def test_quotes_fold_and_sources_are_slanted() -> None:
    """What Telegram is told of a quote and its source."""
    message = messages([Paragraph("「a < b & c」", "quote"), Paragraph("  —— 通知", "source")])[0]
    assert message.html == "<blockquote expandable>「a &lt; b &amp; c」</blockquote>\n<i>—— 通知</i>"
    assert [entity["type"] for entity in parsed(message.html)[1]] == ["blockquote", "i"]
    assert unescape("&lt;") == "<"


def test_what_is_folded_is_one_quote_that_opens() -> None:
    """Where quotes stand in full takes one tap to read."""
    sources = [Paragraph("  出处：甲", "source", is_folded=True), Paragraph("  出处：乙", "source", is_folded=True)]
    [message] = messages([Paragraph("「条」", "quote"), *sources])
    assert message.html.endswith("\n<blockquote expandable>出处：甲\n出处：乙</blockquote>")


def test_buttons_stand_under_the_last_message_as_wide_as_a_telephone() -> None:
    """Rows that are too wide are cut, in order; only the last message has them."""
    row = tuple(Option(f"系列{number}" * 3, str(number)) for number in range(5))
    many = tuple(Option(str(number), str(number)) for number in range(20))
    *first, last = messages([Paragraph("字" * 3000), Paragraph("句" * 3000)], (row, many))
    assert first
    assert all(not message.rows for message in first)
    labels = [choice.label for row in last.rows for choice in row]
    assert labels == [choice.label for choice in (*row, *many)]
    assert max(len(row) for row in last.rows) <= MOST_BUTTONS
    check_markup({"inline_keyboard": [[{"text": c.label, "callback_data": c.says} for c in row] for row in last.rows]})


def test_what_is_long_and_not_the_answer_is_folded() -> None:
    """Why something is asked, and a long note of what was told; nothing is indented, which a telephone would break."""
    told = [Paragraph("  您申报哪个层级？", "question"), Paragraph("  为什么问", "reason"), Paragraph("短", "note")]
    (message,) = messages([*told, Paragraph("以上按您说的" * 30, "note")])
    question, why, short, long = message.html.split("\n")
    assert (question, why, short) == (
        "<b>您申报哪个层级？</b>",
        "<blockquote expandable>为什么问</blockquote>",
        "短",
    )
    assert long.startswith("<blockquote expandable>以上")


def test_what_is_folded_begins_with_its_heading() -> None:
    """No empty line is seen first in a folded part."""
    folded = [Paragraph(text, is_folded=True) for text in ("", "其余条件", "✓ 在职在岗")]
    (message,) = messages([Paragraph("结论"), *folded])
    assert message.html == "结论\n<blockquote expandable>其余条件\n✓ 在职在岗</blockquote>"
