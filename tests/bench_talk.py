"""How long a turn takes in the conversation itself, no door around it: run by `make bench`.

The turns of all transcripts and follow-ups, once; processor time, so that other work on the machine does not count.
"""

import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median, quantiles

from bot.core.assistant import Assistant
from bot.core.live_library import LiveLibrary
from bot.core.turn import Conversation, Turn
from tests.cases import score
from tests.doors import CoreDoor, transcripts
from tests.followups import CASES

MEDIAN, P95 = 5.0, 15.0  # milliseconds


class Watch(Assistant):
    """An assistant that notes how long each reply takes."""

    def __init__(self, desk: LiveLibrary) -> None:
        super().__init__(desk)
        self.times: list[float] = []

    def reply(self, turn: Turn, conversation: Conversation, today: date):  # type: ignore[no-untyped-def]  # as above
        started = time.process_time()
        step = super().reply(turn, conversation, today)
        self.times.append((time.process_time() - started) * 1000)
        return step


def main() -> int:
    """Print the figures; 1 where one is above its bound."""
    with tempfile.TemporaryDirectory() as folder, LiveLibrary(Path(folder) / "library.sqlite", print) as desk:
        watch = Watch(desk)
        CoreDoor(watch, date(2024, 7, 10)).say("/check")  # the rules are loaded once
        watch.times.clear()
        for transcript in transcripts().values():
            door = CoreDoor(watch, transcript.as_of)
            for turn in transcript.turns:
                door.say(turn.says) if turn.says is not None else door.tap(turn.taps or "")
        for row in score.read_rows(CASES / "more-followups.jsonl"):
            door = CoreDoor(watch, date.fromisoformat(row["as_of"]))
            for text in row["turns"]:
                door.say(text)
    middle, late = median(watch.times), quantiles(watch.times, n=20)[-1]
    print(f"a turn: median {middle:.1f} ms, p95 {late:.1f} ms ({len(watch.times)} turns; bounds {MEDIAN} and {P95})")
    return int(middle > MEDIAN or late > P95)


if __name__ == "__main__":
    sys.exit(main())
