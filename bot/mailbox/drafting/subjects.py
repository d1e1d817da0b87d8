"""The subject of a reply, and that of a letter without the marks of replies before it."""

from knowledge.patterns import linear

REPLY = "回复："
NAMELESS = "您的来信"  # what a letter without a subject is called
PREFIX = linear(
    r"(?i:\s*(?:(?P<reply>re|aw|sv|antw|automatic reply|(?:自动)?(?:回复|回覆|答复|答覆|回復|答復))"
    r"|(?P<forward>fwd?|转发|轉寄|轉發))"
    r"\s*(?:[\[(（]\d+[\])）])?\s*[:：]\s*)"
)
LONGEST_SUBJECT = 200


def subject_of(subject: str) -> str:
    """The subject of a reply: 「回复：」 once, whatever the letter's subject began with."""
    return f"{REPLY}{bare_subject(subject)}"[:LONGEST_SUBJECT]


def bare_subject(subject: str) -> str:
    """A subject without the marks of replies before it; forwarding marks stay."""
    rest, marks = subject, ""
    while found := PREFIX.match(rest):
        marks += found.group().strip() if found["forward"] else ""
        rest = rest[found.end() :]
    return f"{marks}{rest.strip() or NAMELESS}"
