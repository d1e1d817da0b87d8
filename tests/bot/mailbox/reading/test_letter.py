import tracemalloc
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.mailbox.reading.charset import header_text, text_of
from bot.mailbox.reading.history import own_words
from bot.mailbox.reading.letter import Letter, read_letter
from tests.bot.mailbox.mails import HEAD, attached, html, mail

QUESTION = "请问报卷地址在哪里？"
CHINESE = "您好，请问评定表要交几份？"
TAIWAN = "敝公司為瀋陽示例電子科技有限公司，請問截至哪一天為止？"


@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "gbk", "us-ascii", "iso-8859-1", "x-unknown", "zlib"])
@pytest.mark.parametrize(("text", "charset"), [(CHINESE, "utf-8"), (CHINESE, "gb18030"), ("咨询", "gb18030")])
def test_what_a_mail_says_of_its_charset_is_only_a_hint(text: str, charset: str, declared: str | None) -> None:
    assert text_of(text.encode(charset), declared) == text


@pytest.mark.parametrize("declared", [None, "big5", "utf-8", "us-ascii", "iso-8859-1", "x-unknown"])
def test_big5_is_told_from_gbk_by_its_common_characters(declared: str | None) -> None:
    assert text_of(TAIWAN.encode("big5"), declared) == TAIWAN


def test_western_text_stays_western() -> None:
    assert text_of("Café déjà vu".encode("latin-1"), "iso-8859-1") == "Café déjà vu"


def test_a_text_that_breaks_off_in_a_character_is_whole_up_to_there() -> None:
    assert text_of(CHINESE.encode()[:-1], "utf-8") == CHINESE[:-1]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("=?gb2312?B?zNXpRoa0?=", "陶镕喆"),
        ('"=?gb2312?B?zNXpRoa0?="', '"陶镕喆"'),
        ("=?utf-8?B?5ZKo6A==?= =?utf-8?B?r6I=?=", "咨询"),
        ("=?utf-8?Q?=E5=92=A8=E8=AF=A2?=\r\n =?utf-8?Q?_1?=", "咨询 1"),
        ("=?utf-8?B?5ZKo6K+iDQpCY2M6IGFAYi5jbg==?=", "咨询"),
        ("=?nonsense?B?5ZKo6K+i?=", "咨询"),
        ("=?utf-8?B?5ZKo6K+i!!?=", "咨询"),
        ("咨询".encode("gbk").decode("ascii", "surrogateescape"), "咨询"),
    ],
)
def test_headers_are_read_however_they_were_written(raw: str, text: str) -> None:
    assert header_text(raw) == text


def quoting(below: str) -> str:
    """A question with history below it."""
    return f"{QUESTION}\n\n{below}"


@pytest.mark.parametrize(
    "below",
    [
        "------------------ 原始邮件 ------------------\n发件人: a\n旧话",
        "------------------ Original ------------------\nFrom: a\n旧话",
        "-----邮件原件-----\n发件人: a <a@b.cn>\n发送时间: 2024年7月1日\n旧话",
        "---- 回复的原邮件 ----\n| 发件人 | a |\n| 日期 | 2024年7月1日 |\n旧话",
        '在 2024-07-20 15:31:02，"某" <a@b.cn> 写道：\n旧话',
        "在 2024年7月20日，下午3:31，某 <a@b.cn> 写道：\n\n> 旧话",
        "某某 <a@b.cn> 于2024年7月20日周六 15:31写道：\n> 旧话",
        "On Sat, Jul 20, 2024 at 3:31 PM Somebody\n<a@b.cn> wrote:\n\n> 旧话",
        "________________________________\n发件人: a <a@b.cn>\n发送时间: 2024年7月1日\n主题: x\n\n旧话",
        "发件人： a\n发送时间： 2024-07-01\n收件人： b\n主题： x\n旧话",
        "寄件者: a\n寄件日期: 2024年7月1日\n收件者: b\n主旨: x\n旧话",
        "From: a\nSent: Monday\nTo: b\nSubject: x\n\n旧话",
        "-----Original Message-----\nFrom: a\n旧话",
        "> 旧话\n>> 更旧的话",
        "Begin forwarded message:\n\nFrom: a\n旧话",
        "发自我的iPhone\n-- \n旧话",
        "-- \n旧话",
    ],
)
def test_history_and_signatures_of_every_mail_program_are_cut(below: str) -> None:
    words = own_words(quoting(below))
    assert QUESTION in words.own
    assert "旧话" not in words.own


def test_what_is_written_under_quoted_lines_stays() -> None:
    assert own_words("在 2024-07-01，某 <a@b.cn> 写道：\n> 旧话\n\n请问几份？").own.strip() == "请问几份？"


def test_a_letter_may_speak_of_a_sender_without_being_cut() -> None:
    assert "请问" in own_words("发件人：我单位人事科\n请问几份？").own


def test_only_what_a_person_sees_of_a_page_is_read() -> None:
    markup = """<html><head><style>.p{display:none} body{color:red}</style><title>题</title></head><body>
    <div class="p">看不见一</div><div style="DISPLAY : none">看不见二</div><span hidden>看不见三</span>
    <script>看不见四</script><!-- 看不见五 --><p>一&nbsp;&ldquo;二&rdquo;<br>三</p><ol><li>四<li>五</ol>
    <blockquote>旧话</blockquote></body></html>"""
    text = read_letter(html(markup)).text
    assert "看不见" not in text
    assert "旧话" not in text
    assert [line for line in text.split("\n") if line] == ["一 “二”", "三", "1. 四", "2. 五"]


def test_a_letter_says_who_when_and_where_in_a_thread() -> None:
    extra = b"In-Reply-To: <0@example.cn>\r\nReply-To: =?gbk?B?1tywyw==?= <work@example.org>\r\n"
    letter = read_letter(mail(QUESTION, extra=extra))
    assert (letter.sender.name, letter.sender.address) == ("张三", "zhang@example.cn")
    assert (letter.answer_to.name, letter.answer_to.address) == ("周八", "work@example.org")
    assert letter.thread == ("<0@example.cn>", "<1@example.cn>")
    assert letter.received == datetime(2024, 7, 2, 9, tzinfo=timezone(timedelta(hours=8)))


def test_a_letter_without_a_message_id_has_no_thread() -> None:
    letter = read_letter(mail(QUESTION).replace(b"Message-ID: <1@example.cn>\r\n", b"References: <0@x>\r\n"))
    assert (letter.message_id, letter.thread) == (None, ())


def test_of_several_addresses_that_are_none_the_first_good_one_is_taken() -> None:
    letter = read_letter(b"From: nobody, =?utf-8?Q?a=2C_b?= <a@b.cn>\r\n\r\nx")
    assert (letter.sender.name, letter.sender.address) == ("a, b", "a@b.cn")


@pytest.mark.parametrize("address", ["=?gb2312?B?0e6gxA==?=6@example.cn", "a b@c.cn", "@c.cn", "a@"])
def test_what_is_no_address_is_not_written_to(address: str) -> None:
    found = read_letter(f"From: {address}\r\nSubject: x\r\n\r\nx".encode()).answer_to.address
    assert found == ""


def test_the_same_words_of_the_same_sender_have_one_digest() -> None:
    again = mail(QUESTION).replace(b"<1@example.cn>", b"<2@example.cn>")
    assert read_letter(mail(QUESTION)).digest == read_letter(again).digest
    assert read_letter(mail(QUESTION)).digest != read_letter(mail("请问几份？")).digest


def test_a_forwarded_letter_keeps_what_it_passes_on() -> None:
    letter = read_letter(mail(f"请答复\n\n-----转发邮件-----\n发件人: a\n主题: x\n\n{QUESTION}", subject="转发: 咨询"))
    assert letter.text.strip() == "请答复"
    assert letter.passed_on.strip() == QUESTION


def test_an_attached_mail_is_passed_on_too() -> None:
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "a@b.cn", "x"
    outer.set_content("请看附件")
    inner = EmailMessage()
    inner["Subject"] = "咨询"
    inner.set_content(QUESTION)
    outer.add_attachment(inner)
    assert QUESTION in read_letter(outer.as_bytes()).passed_on


def test_attachments_are_listed_with_why_they_were_not_read() -> None:
    (found,) = read_letter(attached(b"\xd0\xcf\x11\xe0", "旧.doc")).attachments
    assert (found.name, found.size, found.text) == ("旧.doc", 4, "")
    assert "DOC" in (found.unread or "")


@given(st.binary(max_size=600))
@example(b"")
@example(b"\0" * 100)
@example(b"Subject: =?utf-8?B?\xff?=\r\nFrom: \x00<\r\n\r\n\xff\xfe")
@example(b'Content-Type: text/plain; charset="a\0b"\r\n\r\nx')
@example(b'Content-Type: text/plain; charset="a\0b"\r\n\r\n\xff')
@example(b"Content-Type: multipart/alternative; boundary=x\r\n\r\n--x--")
def test_any_octets_are_read(octets: bytes) -> None:
    letter = read_letter(octets)
    assert isinstance(letter, Letter)
    assert "\0" not in letter.text
    assert "\n" not in letter.subject


@given(st.binary(max_size=200), st.sampled_from(["7bit", "base64", "quoted-printable", "x-uuencode", "nonsense"]))
def test_any_body_behind_sound_headers_is_read(octets: bytes, encoding: str) -> None:
    head = HEAD + f"Content-Transfer-Encoding: {encoding}\r\nContent-Type: text/html; charset=gbk\r\n\r\n".encode()
    assert read_letter(head + octets).message_id == "<1@example.cn>"


@given(st.text(max_size=60))
def test_a_text_of_whole_characters_is_read_as_it_was_written(text: str) -> None:
    assert text_of(f"您好，{text}".encode(), "utf-8").lstrip("\ufeff") == f"您好，{text}".replace("\0", "")


NESTED = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(300))


@pytest.mark.parametrize(
    "octets",
    [
        HEAD + NESTED + b"Content-Type: text/plain\r\n\r\nx",
        HEAD + b"Content-Type: message/rfc822\r\n\r\nFrom: a@b\r\n" * 1000,
        HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\nx\r\n" * 5000,
        html("<div><blockquote>" * 5000),
        HEAD + b"\r\n" + b"\xe5\x9c\xa8 2024-" * 50_000,
        mail("发件人" * 20_000),
    ],
    ids=["nested", "mails in mails", "many parts", "deep page", "one long line", "many names"],
)
def test_odd_letters_cost_little(octets: bytes) -> None:
    tracemalloc.start()
    assert read_letter(octets).message_id == "<1@example.cn>"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100_000_000


def test_a_letter_of_fifty_megabytes_is_read_in_bounded_memory() -> None:
    octets = attached(b"\x01\x02" * 18_500_000, "big.bin", QUESTION)
    assert len(octets) > 49_000_000
    tracemalloc.start()
    letter = read_letter(octets)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert letter.text.strip() == QUESTION
    assert peak < 200_000_000


ASKED = "请问评定表要交几份？"
WHOLE = f"--x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{ASKED}\r\n--x--\r\n"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/mixed", WHOLE),
        ('multipart/mixed; boundary="y"', f"{ASKED}\r\n"),
        ('multipart/mixed; boundary="y"', f"--y\r\nContent-Type: image/png\r\n\r\nx\r\n--y--\r\n{ASKED}\r\n"),
        ('multipart/mixed; boundary="y"', f"{ASKED}\r\n--y\r\nContent-Type: image/png\r\n\r\nx\r\n--y--\r\n"),
        ('multipart/mixed; boundary="a b(c)?="', WHOLE.replace("--x", "--a b(c)?=")),
    ],
)
def test_a_text_is_read_whatever_became_of_its_borders(kind: str, body: str) -> None:
    assert read_letter(HEAD + f"Content-Type: {kind}\r\n\r\n{body}".encode()).text.strip() == ASKED


def test_a_mail_that_was_attached_as_any_file_is_read() -> None:
    assert ASKED in read_letter(attached(mail(ASKED), "来信.eml", "请看附件")).passed_on


def test_what_programs_are_told_before_the_parts_is_nobody_s_text() -> None:
    note = "This is a multi-part message in MIME format.\r\n--y\r\nContent-Type: image/png\r\n\r\nx\r\n--y--\r\n"
    assert read_letter(HEAD + f'Content-Type: multipart/mixed; boundary="y"\r\n\r\n{note}'.encode()).text == ""
