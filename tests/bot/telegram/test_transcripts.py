"""Whole conversations through Telegram show what they show in the core and the terminal."""

from pathlib import Path

import pytest

from tests.bot.telegram.running import TelegramDoor, running
from tests.bot.telegram.server import BotApi
from tests.doors import Transcript, lead, transcripts

TRANSCRIPTS = transcripts()


@pytest.mark.parametrize("transcript", list(TRANSCRIPTS.values()), ids=list(TRANSCRIPTS))
def test_a_transcript_through_the_bot(
    transcript: Transcript, api: BotApi, library_file: Path, storage_file: Path
) -> None:
    with running(api, library_file, storage_file, day=transcript.as_of) as bot:
        lead(TelegramDoor(bot), transcript)
