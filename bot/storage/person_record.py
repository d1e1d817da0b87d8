"""What is kept of one person, for the time of one turn."""

import json
import logging
import re
from base64 import urlsafe_b64encode
from datetime import date
from functools import cached_property

from pydantic import JsonValue, ValidationError

from bot.core.reply import Reply
from bot.core.turn import Conversation
from bot.privacy.masking import storable
from bot.storage.database import Database
from bot.storage.erasing import Erasing
from bot.storage.sealing import seal
from knowledge.answer import Answer
from knowledge.asked import Asked
from knowledge.plain import plain

STAND = "INSERT OR REPLACE INTO conversation VALUES (?, ?, ?)"
REMEMBER = "INSERT OR REPLACE INTO token VALUES (?, ?, ?, ?)"
LATEST = """
    SELECT max(number) FROM (
        SELECT CAST(seq AS INTEGER) AS number FROM sqlite_sequence WHERE name IN ('answer', 'set_aside')
        UNION ALL SELECT max(number) FROM answer
        UNION ALL SELECT max(number) FROM set_aside
    )
"""
KEEP = "INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?)"
ASKED = "SELECT question, asked_for FROM answer WHERE number = ? AND person = ?"
DELIVER = "INSERT INTO delivery (person, chat, question, payload, kept_on) VALUES (?, ?, ?, ?, ?) RETURNING id"
ENQUEUE = """
    INSERT INTO queue VALUES (
        :number, :topic, :why,
        iif(EXISTS (SELECT 1 FROM queue WHERE topic = :topic AND state = 'in_work'), 'in_work', 'new')
    )
    ON CONFLICT (number) DO UPDATE SET
        why = excluded.why, state = iif(state IN ('done', 'dropped'), excluded.state, state)
"""
NO_COMPLAINT = "DELETE FROM queue WHERE number = ? AND why = 'not_useful' AND state = 'new'"
logger = logging.getLogger(__name__)


class PersonRecord:
    """One person's conversation and answers, read and written in one transaction, which `Storage.turn` holds."""

    def __init__(self, database: Database, erasing: Erasing, edition: str, person: str) -> None:
        self.database = database
        self.erasing = erasing
        self.edition = edition
        self.person = person
        self.is_repeat = False
        self.erases = False

    @cached_property
    def conversation(self) -> Conversation:
        """Where the person stands; a fresh one where there was none, or one that this version cannot read."""
        row = self.database.row("SELECT record FROM conversation WHERE person = ?", self.person)
        try:
            return Conversation.model_validate_json(str(row[0])) if row else Conversation()
        except ValidationError:
            logger.warning("a conversation that this version cannot read begins anew")
            return Conversation()

    @cached_property
    def number(self) -> int:
        """What an answer to this turn is called: never that of another one, an erased one neither."""
        [[latest]] = self.database.rows(LATEST)
        return int(latest or 0) + 1

    def keep(self, reply: Reply, conversation: Conversation, today: date) -> None:
        """Keep the conversation, the answer and the feedback; a reply that erases deletes all of the person instead."""
        if reply.erases:
            self.erases = True
            self.erasing.erase(self.person)
            return
        record = json.dumps(_without_numbers(conversation.model_dump(mode="json")), ensure_ascii=False)
        self.database.rows(STAND, self.person, record, self.database.today)
        if reply.answer is not None and reply.number == self.number:
            self._keep_answer(reply.answer, today)
        if reply.mark is not None:
            self.mark(reply.mark.number, reply.mark.useful, reply.mark.reason)

    def _keep_answer(self, answer: Answer, today: date) -> None:
        """Keep what was answered, as of which day; a question without an answer is queued."""
        question, case = map(storable, answer.question.asked)
        notices = list(dict.fromkeys(citation.notice.id for citation in answer.citations))
        particulars = (answer.status, answer.silence, json.dumps(notices), answer.confidence, self.edition)
        kept_on = self.database.today
        self.database.rows(KEEP, self.number, self.person, kept_on, today.isoformat(), question, *particulars, case)
        if answer.status == "no_answer" and answer.silence != "nothing_asked":
            self.queue(self.number, question, "no_answer")

    def mark(self, number: int, useful: bool, reason: str | None = None) -> bool:
        """Keep whether an answer was useful; False where the person has no answer of this number."""
        query = "UPDATE answer SET useful = ?, reason = ? WHERE number = ? AND person = ? RETURNING question"
        row = self.database.row(query, useful, reason and storable(reason), number, self.person)
        if row and not useful:
            self.queue(number, row[0], "not_useful")
        elif row:
            self.database.rows(NO_COMPLAINT, number)
        return row is not None

    def asked(self, number: int) -> Asked | None:
        """What an answer of this number was given to; None where the person has none."""
        row = self.database.row(ASKED, number, self.person)
        return Asked(*map(str, row)) if row else None

    def queue(self, number: int, question: str, why: str) -> None:
        """Put an answer into the queue; beside one that asks the same and is being worked on, it is so, too."""
        values = {"number": number, "topic": topic_of(question), "why": why}
        self.database.connection.execute(ENQUEUE, values)

    def deliver(self, chat: str, payload: dict[str, object], question: str | None = None) -> int:
        """Have a message sent, which answers this message of the chat; its id."""
        values = (self.owner, seal(chat, self.database.hash), question, json.dumps(payload), self.database.today)
        row = self.database.row(DELIVER, *values)
        return int(row[0]) if row else 0

    @property
    def owner(self) -> str:
        """Whose a message or a button is: nobody's once the person was erased, so that the name is in no row."""
        return "" if self.erases else self.person

    def token(self, says: str) -> str:
        """Sixteen characters that stand for what a button of this person says."""
        digest = self.database.hash(f"{self.person}:{says}".encode("utf-8", "surrogatepass"), digest_size=12).digest()
        token = urlsafe_b64encode(digest).decode("ascii")
        self.database.rows(REMEMBER, token, self.owner, storable(says), self.database.today)
        return token


def topic_of(question: str) -> str:
    """A question without what does not change it: white space, width and case of characters, punctuation.

    What stood apart may be somebody's number without it, so that it is masked once more.
    """
    return storable(re.sub(r"[\W_]+", "", plain(question)).lower())


def _without_numbers(value: JsonValue) -> JsonValue:
    """A value of JSON with its texts as they may be kept."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_without_numbers(each) for each in value]
    if isinstance(value, dict):
        return {key: _without_numbers(each) for key, each in value.items()}
    return value
