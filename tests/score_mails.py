"""Scores drafts against the example mails: which keys of a row are right, and what was missed.

    python -m tests.score_mails [CASES.jsonl] [--as-of DATE]

The mails stand in the folder of the file's name without its ending; a row's own `as_of` goes before
--as-of. Exits 1 where anything is missed.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from email import message_from_bytes
from email.policy import default
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from bot.clock import today
from bot.core.live_library import LiveLibrary
from bot.mailbox.drafting.drafter import Draft, Drafter
from bot.mailbox.reading.letter import read_letter
from eligibility.rulebook.loading import load_rulebook
from tests.cases.score import not_verbatim, plain, read_rows

CASES = Path(__file__).parent / "cases" / "mails.jsonl"
NOTICES = Path(__file__).parent.parent / "knowledge" / "notices"
Row = dict[str, Any]
Judge = Callable[[Row, Row, Draft], bool]


def same(key: str) -> Judge:
    """Whether a key is as the row wants it."""
    return lambda row, body, draft: body[key] == row[key]


def kind_right(row: Row, body: Row, draft: Draft) -> bool:
    """Whether the kind is the row's, or one of those that it allows."""
    return body["kind"] in row.get("kinds", [row["kind"]])


def address_right(row: Row, body: Row, draft: Draft) -> bool:
    """Whether the reply goes where it should."""
    return (parseaddr(body["to"])[1] if body["to"] else None) == row["to"]


def point_right(want: Row, points: list[Row]) -> bool:
    """Whether some point asks this, has the status, and quotes what is needed from the notices allowed."""
    asked = [point for point in points if plain(want["asked"]) in plain(point["asked"])]
    return any(
        point["status"] == want["status"]
        and all(
            any(
                plain(piece) in plain(citation["quote"])
                for citation in point["citations"]
                if citation["notice"] in want["notices"]
            )
            for piece in want["need"]
        )
        for point in asked
    )


def points_right(row: Row, body: Row, draft: Draft) -> bool:
    """Whether every point wanted is there."""
    return all(point_right(want, body["points"]) for want in row["points"])


def no_more_points(row: Row, body: Row, draft: Draft) -> bool:
    """Whether no point is there that the row does not want; `points_free`: any point will do."""
    return row.get("points_free", False) or len(body["points"]) <= len(row["points"])


def holds(row: Row, body: Row, draft: Draft) -> bool:
    """Whether the body says what it must."""
    return all(plain(piece) in plain(body["body"]) for piece in row["body_must"])


def holds_not(row: Row, body: Row, draft: Draft) -> bool:
    """Whether nothing is said that must not be, in the body or in what is asked."""
    said = plain(body["body"]) + "".join(plain(point["asked"]) for point in body["points"])
    return not any(plain(piece) in said for piece in row["body_must_not"] if plain(piece))


def subject_right(row: Row, body: Row, draft: Draft) -> bool:
    """Whether the subject keeps the letter's words, in one line, and 回复： once."""
    subject = body["subject"]
    is_whole = all(plain(piece) in plain(subject) for piece in row.get("subject_must", []))
    return is_whole and "\n" not in subject and subject.count("回复：") == 1


def written_right(row: Row, body: Row, draft: Draft) -> bool:
    """Whether the reply as a mail threads as it should and has no header that it must not have."""
    if draft.skipped is not None:
        return True
    mail = message_from_bytes(draft.octets, policy=default)
    ids = (mail["References"] or "").split()
    is_threaded = ids == row["references"] and mail["In-Reply-To"] == row["in_reply_to"]
    absent = not any(name in mail for name in ["Bcc", *row.get("headers_absent", [])])
    text = mail.get_body(("plain",))
    return is_threaded and absent and text is not None and plain(text.get_content()).startswith(plain(body["body"]))


JUDGES: dict[str, Judge] = {
    **{key: same(key) for key in ("in_reply_to", "references", "missing")},
    "kind": kind_right,
    "to": address_right,
    "points": points_right,
    "no_more_points": no_more_points,
    "body_must": holds,
    "body_must_not": holds_not,
    "subject": subject_right,
    "written": written_right,
}


def wrong(row: Row, draft: Draft) -> list[str]:
    """The keys of a row that a draft has wrong."""
    body = draft.as_json()
    return [key for key, judge in JUDGES.items() if not judge(row, body, draft)]


def drafts(cases: Path, desk: LiveLibrary, day: date) -> Iterator[tuple[Row, Draft]]:
    """Each row with the draft of its mail."""
    drafter = Drafter(desk, load_rulebook)
    for row in read_rows(cases):
        octets = (cases.with_suffix("") / row["file"]).read_bytes()
        yield row, drafter.draft(read_letter(octets), date.fromisoformat(row["as_of"]) if "as_of" in row else day)


def score(cases: Path, desk: LiveLibrary, day: date) -> tuple[dict[str, float], list[str]]:
    """The share of rows in which each key is right, and a line for each row with a wrong one."""
    missed: Counter[str] = Counter()
    lines = []
    rows = list(drafts(cases, desk, day))
    notices = {path.parent.name: plain(path.read_text(encoding="utf-8")) for path in NOTICES.glob("*/source.txt")}
    for row, draft in rows:
        keys = wrong(row, draft)
        keys += ["verbatim"] if not_verbatim([{"id": row["file"], **draft.as_json()}], notices) else []
        missed.update(keys)
        if keys:
            lines.append(f"{row['file']}: {', '.join(keys)}")
    return {key: 1 - missed[key] / len(rows) for key in [*JUDGES, "verbatim"]}, lines


def main() -> None:
    """Print the figures and the misses."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path, nargs="?", default=CASES)
    parser.add_argument("--as-of", type=date.fromisoformat, default=today())
    parser.add_argument("--show", action="store_true", help="print the drafts that are wrong")
    args = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        LiveLibrary(Path(folder) / "library.sqlite", lambda line: None) as desk,
    ):
        figures, lines = score(args.cases, desk, args.as_of)
        for key, figure in figures.items():
            print(f"{key:<16} {figure:.3f}")
        print(f"\nmisses ({len(lines)})", *lines, sep="\n")
        if args.show:
            for row, draft in drafts(args.cases, desk, args.as_of):
                if keys := wrong(row, draft):
                    print("=" * 20, row["file"], keys, json.dumps(draft.as_json(), ensure_ascii=False, indent=1)[:6000])
                    print({key: row[key] for key in ("kind", "missing", "points", "body_must")})
    sys.exit(bool(lines))


if __name__ == "__main__":
    main()
