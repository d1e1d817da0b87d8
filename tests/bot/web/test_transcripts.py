"""Whole conversations on the pages show what they show at the other doors."""

import pytest

from bot.core.assistant import Assistant
from tests.bot.web.visitor import WebDoorOfTests
from tests.doors import Transcript, lead, transcripts

TRANSCRIPTS = transcripts()


@pytest.mark.parametrize("transcript", list(TRANSCRIPTS.values()), ids=list(TRANSCRIPTS))
def test_a_transcript_on_the_pages(transcript: Transcript, assistant: Assistant) -> None:
    lead(WebDoorOfTests(assistant, transcript.as_of), transcript)
