"""Letters pulled from a real server: one draft each, and nothing that staff see has changed."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.clock import CHINA
from bot.mailbox.drafting.outgoing import reply_in
from bot.mailbox.imap.drafts_folder import text_of
from bot.mailbox.register.letters import Letters
from tests.bot.mailbox.conftest import QUESTION, Office, id_of, letter
from tests.bot.mailbox.dovecot import Dovecot, dovecot


def test_a_draft_is_stored_for_each_letter(office: Office) -> None:
    letters = [letter(sender="a@example.cn"), letter(sender="b@example.cn")]
    office.deliver(*letters)
    said = office.pull()
    assert said.startswith("2 letters: 2 drafted, 0 joined, 0 skipped, 0 failed, 0 set aside")
    assert "peak memory" in said
    assert office.answered() == sorted(map(id_of, letters))
    with office.server.mailbox(office.user, "Drafts") as box:
        flags = [set(message.flags) for message in box.fetch(mark_seen=False)]
    assert flags == [{"\\Draft", "\\Seen", "\\Recent"} & each | {"\\Draft", "\\Seen"} for each in flags]


def test_nothing_that_staff_see_is_changed(office: Office) -> None:
    office.deliver(letter())
    office.pull()
    with office.server.mailbox(office.user) as box:
        status = box.folder.status("INBOX")
        (message,) = box.fetch(mark_seen=False)
    assert (status["MESSAGES"], status["UNSEEN"]) == (1, 1)
    assert "\\Seen" not in message.flags


def test_it_says_its_name_before_it_opens_a_folder_and_only_looks(
    make_office: Callable[..., Office], server: Dovecot
) -> None:
    with dovecot(listens=True) as running:
        office = make_office(running)
        office.deliver(letter())
        office.pull()
        commands = running.heard()
    words = [command.split()[0] for command in commands]
    assert words[:2] == ["CAPABILITY", "ID"]
    assert '"name" "zhicheng"' in commands[1]
    assert set(words) == {"CAPABILITY", "ID", "LIST", "EXAMINE", "UID", "APPEND", "LOGOUT"}
    assert not any(re.search(r"BODY\[|STORE|COPY|MOVE|EXPUNGE", command) for command in commands)


def test_a_letter_is_drafted_once(office: Office) -> None:
    one = letter()
    office.deliver(one, one)
    assert office.pull().startswith("1 letters: 1 drafted")
    office.deliver(one)
    assert office.pull().startswith("0 letters")
    assert len(office.drafts()) == 1


def test_a_letter_that_came_by_two_ways_is_drafted_once(office: Office) -> None:
    one = letter()
    office.deliver(b"Received: by one.example.cn\r\n" + one)
    office.pull()
    office.deliver(b"Received: by another.example.cn\r\n" + one)
    assert office.pull().startswith("0 letters")
    assert office.states() == ["drafted"]


def test_uids_that_start_anew_bring_no_second_draft(office: Office) -> None:
    office.deliver(letter(sender="a@example.cn"), letter(sender="b@example.cn"))
    office.pull()
    office.server.new_uidvalidity(office.user)
    office.pull()
    assert len(office.drafts()) == 2
    assert office.states() == ["drafted", "drafted"]


def test_a_lost_table_brings_no_second_draft(office: Office) -> None:
    office.deliver(letter(sender="a@example.cn"), letter(sender="b@example.cn"))
    office.pull()
    for path in office.folder.glob("letters.*"):
        path.unlink()
    office.pull()
    assert len(office.drafts()) == 2
    assert office.states() == ["drafted", "drafted"]


def test_a_reply_that_staff_are_writing_is_left_alone(office: Office) -> None:
    one = letter()
    office.deliver(one)
    with office.server.mailbox(office.user) as box:
        box.append(letter("您好，", In_Reply_To=id_of(one)), "Drafts")
    assert "1 skipped" in office.pull()
    assert len(office.drafts()) == 1


def test_a_reply_in_sent_closes_the_letter(office: Office) -> None:
    before, after = letter(sender="a@example.cn"), letter(sender="b@example.cn")
    office.deliver(before, after)
    with office.server.mailbox(office.user) as box:
        box.append(letter("答复", In_Reply_To=id_of(before), To="a@example.cn"), "Sent")
    office.pull()
    assert office.states() == ["closed", "drafted"]
    with office.server.mailbox(office.user) as box:
        box.append(letter("答复", In_Reply_To=id_of(after), To="b@example.cn"), "Sent")
    assert "1 closed" in office.pull()
    assert office.states() == ["closed", "closed"]


def test_a_letter_marked_as_answered_is_closed(office: Office) -> None:
    office.deliver(letter())
    office.pull()
    with office.server.mailbox(office.user) as box:
        box.flag(box.uids(), "\\Answered", True)
    assert "1 closed" in office.pull()
    assert office.states() == ["closed"]


def test_the_same_question_of_one_sender_is_answered_once(office: Office) -> None:
    first, second = letter(), letter()
    office.deliver(first)
    office.pull()
    office.deliver(second, letter(sender="other@example.cn"))
    office.pull()
    assert office.states() == ["joined", "drafted", "drafted"]
    answers = {str(draft["In-Reply-To"]): text_of(draft) for draft in office.drafts()}
    assert len(answers) == 2
    day = datetime.now(CHINA)
    assert f"您{day.year}年{day.month}月{day.day}日就同一问题的来信也已收悉" in answers[id_of(second)]


def test_a_reply_to_the_later_letter_closes_the_earlier(office: Office) -> None:
    first, second = letter(), letter()
    office.deliver(first, second)
    office.pull()
    with office.server.mailbox(office.user) as box:
        box.append(letter("答复", In_Reply_To=id_of(second), To="zhangsan@example.cn"), "Sent")
    office.pull()
    assert office.states() == ["closed", "closed"]


def test_a_third_letter_answers_all_before(office: Office) -> None:
    letters = [letter(), letter(), letter()]
    for each in letters:
        office.deliver(each)
        office.pull()
    assert office.answered() == [id_of(letters[2])]
    with office.server.mailbox(office.user) as box:
        box.append(letter("答复", In_Reply_To=id_of(letters[2]), To="zhangsan@example.cn"), "Sent")
    assert "3 closed" in office.pull()


def test_new_words_replace_the_drafts_that_nobody_has_changed(office: Office) -> None:
    templates = office.folder / "templates"
    templates.mkdir()
    office.set(templates=templates)
    office.deliver(letter(sender="a@example.cn"))
    office.pull()
    assert "0 drafts renewed" in office.pull("--again")
    (templates / "policy.txt").write_text("您好，另见窗口公告。\n", encoding="utf-8")
    assert "0 drafts renewed" in office.pull()
    assert "1 drafts renewed" in office.pull("--again")
    assert [reply_in(text_of(draft)).strip() for draft in office.drafts()] == ["您好，另见窗口公告。"]


def test_another_library_replaces_drafts_by_itself(office: Office) -> None:
    templates = office.folder / "templates"
    templates.mkdir()
    office.set(templates=templates)
    office.deliver(letter(sender="a@example.cn"), letter(sender="b@example.cn"))
    office.pull()
    edit(office, 0)
    with Letters(office.folder / "letters.sqlite") as letters:
        letters.connection.execute("UPDATE letter SET library = 'another'")
    (templates / "policy.txt").write_text("您好，另见窗口公告。\n", encoding="utf-8")
    assert "1 drafts renewed" in office.pull()
    assert sorted(reply_in(text_of(draft)).strip() for draft in office.drafts()) == [
        "staff's own words",
        "您好，另见窗口公告。",
    ]
    assert "0 drafts renewed" in office.pull()


def test_a_template_that_breaks_stops_the_run_and_loses_nothing(office: Office) -> None:
    templates = office.folder / "templates"
    templates.mkdir()
    office.set(templates=templates)
    (templates / "policy.txt").write_text("{% if %}", encoding="utf-8")
    office.deliver(letter())
    done = office.run("pull")
    assert done.returncode == 1
    assert "policy.txt" in done.stderr
    (templates / "policy.txt").unlink()
    assert "1 drafted" in office.pull()


def test_after_a_week_the_same_question_is_a_new_one(office: Office) -> None:
    with office.server.mailbox(office.user) as box:
        box.append(letter(), "INBOX", dt=datetime.now(UTC) - timedelta(8))
    office.deliver(letter())
    office.pull()
    assert office.states() == ["drafted", "drafted"]
    assert len(office.drafts()) == 2


def test_letters_from_long_before_the_first_run_are_left_alone(office: Office) -> None:
    with office.server.mailbox(office.user) as box:
        box.append(letter(), "INBOX", dt=datetime.now(UTC) - timedelta(40))
    assert office.pull().startswith("0 letters")


def test_a_changed_draft_is_never_touched(office: Office) -> None:
    first, second = letter(), letter()
    office.deliver(first)
    office.pull()
    edit(office)
    office.pull("--again")
    assert [draft.get_content().strip() for draft in office.drafts()] == ["staff's own words"]
    office.deliver(second)
    assert "1 joined" in office.pull()
    assert [draft.get_content().strip() for draft in office.drafts()] == ["staff's own words"]


def edit(office: Office, place: int = 0) -> None:
    """Change a draft as a mail program does: a new one is stored, the old one deleted."""
    with office.server.mailbox(office.user, "Drafts") as box:
        old = list(box.fetch(mark_seen=False))[place]
        words = letter("staff's own words", In_Reply_To=old.headers["in-reply-to"][0])
        box.append(words, "Drafts", flag_set=["\\Draft"])
        box.delete([str(old.uid)])


def test_of_a_large_letter_the_beginning_is_read_and_staff_are_told(office: Office) -> None:
    office.set(largest="100KB")
    office.deliver(letter(f"{QUESTION}\n" + "很长。\n" * 150_000))
    assert "1 drafted" in office.pull()
    (draft,) = office.drafts()
    assert "来信很长" in text_of(draft)
    assert draft["To"] is None


def test_a_mail_of_fifty_megabytes_takes_no_memory(office: Office) -> None:
    with office.server.mailbox(office.user) as box:
        box.append(letter() + b"x" * 76 + b"\r\n" * 25_000_000, "INBOX")
    done = office.run_apart("pull")
    assert "1 drafted" in done.stdout
    peak = re.search(r"peak memory (\d+) MB", done.stdout)
    assert peak is not None
    assert int(peak[1]) < 150


def test_drafts_go_where_the_server_or_the_office_says(make_office: Callable[..., Office], server: Dovecot) -> None:
    for flagged in (True, False):
        with dovecot(drafts="草稿箱", drafts_flagged=flagged) as running:
            office = make_office(running)
            office.deliver(letter())
            office.pull()
            assert len(office.drafts("草稿箱")) == 1
            office.set(drafts="Nowhere")
            done = office.run("pull")
            assert done.returncode == 1
            assert "there is no folder Nowhere; there are:" in done.stderr
            assert "草稿箱" in done.stderr


def test_without_uidplus_only_our_own_drafts_go(make_office: Callable[..., Office], server: Dovecot) -> None:
    with dovecot(without=("UIDPLUS",)) as running:
        office = make_office(running)
        office.deliver(letter())
        office.pull()
        office.deliver(letter())
        office.pull()
        assert len(office.drafts()) == 1
        with running.mailbox(office.user, "Drafts") as box:
            box.append(letter("staff's"), "Drafts", flag_set=["\\Deleted"])
        office.deliver(letter())
        assert "is marked as deleted" in office.pull()
        with running.mailbox(office.user, "Drafts") as box:
            assert len(box.uids("DELETED")) == 2
            assert len(box.uids("UNDELETED")) == 1


def test_starttls(office: Office) -> None:
    office.set(security="starttls", port=office.server.starttls)
    office.deliver(letter(QUESTION))
    assert "1 drafted" in office.pull()


def test_two_at_once_draft_each_letter_once(office: Office) -> None:
    letters = [letter(sender=f"{number}@example.cn") for number in range(40)]
    office.deliver(*letters)
    both = [office.start("pull") for _ in range(2)]
    for process in both:
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0, out + err
    assert office.answered() == sorted(map(id_of, letters))


def test_a_letter_that_a_colleague_passes_on_stays_open(office: Office) -> None:
    one = letter()
    office.deliver(one)
    office.pull()
    with office.server.mailbox(office.user) as box:
        passed_on = letter("请处理", To="colleague@example.org", References=id_of(one), In_Reply_To=id_of(one))
        box.append(passed_on, "Sent")
    office.pull()
    assert office.states() == ["drafted"]


def test_a_reply_that_names_no_letter_is_known_by_whom_it_goes_to_and_its_subject(office: Office) -> None:
    office.deliver(letter(subject="网上申报"), letter("请问评定表要交几份？", subject="评定表"))
    office.pull()
    with office.server.mailbox(office.user) as box:
        box.append(letter("答复", To="zhangsan@example.cn", Subject="回复：网上申报"), "Sent")
    office.pull()
    assert sorted(office.states()) == ["closed", "drafted"]


def test_a_reply_goes_to_the_address_that_the_letter_names_for_it(office: Office) -> None:
    one = letter(sender="noreply@example.cn", Reply_To="lisi@example.cn")
    office.deliver(one)
    office.pull()
    with office.server.mailbox(office.user) as box:
        box.append(letter("答复", To="lisi@example.cn", In_Reply_To=id_of(one)), "Sent")
    office.pull()
    assert office.states() == ["closed"]


def test_the_same_question_about_another_person_keeps_its_own_draft(office: Office) -> None:
    office.deliver(letter(f"张某，2018年取得工程师。{QUESTION}"), letter(f"李某，2023年取得工程师。{QUESTION}"))
    office.pull()
    assert office.states() == ["drafted", "drafted"]
    assert len(office.drafts()) == 2


def test_a_correction_takes_the_place_of_the_letter_that_it_corrects(office: Office) -> None:
    told = "我在省属国企，报冶金专业副高级。请问评定表要交几份？"
    first = letter(told)
    quoted = f'在 2026-11-20 09:00:00，"某" <zhangsan@example.cn> 写道：\n> {told}'
    office.deliver(first)
    office.pull()
    office.deliver(letter(f"不好意思，专业填错了，应为建材专业。\n\n{quoted}", In_Reply_To=id_of(first)))
    assert "1 drafted" in office.pull()
    assert sorted(office.states()) == ["drafted", "joined"]
    assert len(office.drafts()) == 1


def test_a_correction_that_names_no_letter_means_the_only_one_of_its_writer(office: Office) -> None:
    office.deliver(letter("我在省属国企，报经济师。请问经济系列的网上申报哪天开始？", subject="咨询"))
    office.pull()
    office.deliver(letter("更正：上一封信里层级填错了，报的是工程系列冶金专业正高级。", subject="更正"))
    assert "1 drafted" in office.pull()
    assert sorted(office.states()) == ["drafted", "joined"]
    (draft,) = office.drafts()
    body = draft.get_body(("plain",))
    assert body is not None
    assert "网上申报哪天开始" in body.get_content()


def test_a_correction_that_names_no_letter_replaces_none_of_two_cases(office: Office) -> None:
    office.deliver(letter(f"张某，2018年取得工程师。{QUESTION}"), letter(f"李某，2023年取得工程师。{QUESTION}"))
    office.pull()
    office.deliver(letter(f"更正：专业写错了，应为建材专业。{QUESTION}", subject="更正"))
    office.pull()
    assert office.states() == ["drafted"] * 3


def test_thanks_are_closed_without_a_draft(office: Office) -> None:
    office.deliver(letter("收到，谢谢老师！"))
    assert "1 closed" in office.pull()
    assert (office.states(), office.drafts()) == (["closed"], [])


def test_staff_close_a_letter_and_open_it_again(office: Office) -> None:
    office.deliver(letter())
    office.pull()
    name = office.letter_ids()[0][:8]
    assert office.run("close", name).returncode == 0
    assert office.states() == ["closed"]
    assert office.run("open", name).returncode == 0
    office.pull()
    assert office.states() == ["drafted"]


def test_staff_have_a_skipped_letter_drafted_after_all(office: Office) -> None:
    office.deliver(letter(List_Id="<staff.example.cn>"))
    office.pull()
    assert office.states() == ["skipped"]
    name = office.letter_ids()[0][:8]
    assert f"{name}" in office.run("status").stdout
    assert office.run("draft", name).returncode == 0
    assert "1 drafted" in office.pull()


def test_a_letter_that_is_not_there_is_refused_in_one_line(office: Office) -> None:
    done = office.run("close", "0000")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
