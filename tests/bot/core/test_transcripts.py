"""Whole conversations, the same through every door."""

import pytest

from bot.core.assistant import Assistant
from bot.text.paragraph import plain_text
from knowledge.plain import plain
from tests.doors import CoreDoor, TerminalDoor, Transcript, lead, transcripts

TRANSCRIPTS = transcripts()


@pytest.mark.parametrize("transcript", list(TRANSCRIPTS.values()), ids=list(TRANSCRIPTS))
def test_the_core_and_the_terminal_agree(transcript: Transcript, assistant: Assistant) -> None:
    core = CoreDoor(assistant, transcript.as_of)
    read = lead(core, transcript)
    seen = lead(TerminalDoor(assistant, transcript.as_of), transcript)
    for reply, shown in zip(core.replies, seen, strict=True):
        assert plain(shown).startswith(plain(plain_text(reply.shown)))
    assert [plain(text) for text in read] == [plain(reply.text) for reply in core.replies]
    for turn, reply in zip(transcript.turns, core.replies, strict=True):
        assert {file.name for file in reply.files} >= set(turn.files)
