"""One turn of somebody on the web: the conversation comes with the request and leaves with the page."""

import secrets
from collections.abc import Callable
from datetime import date

from bot.bounds import too_long
from bot.core.assistant import Assistant
from bot.core.office_mail import OfficeMail, office_mail
from bot.core.reply import Mark, command_reply
from bot.core.turn import Check, Conversation, Step, Turn
from bot.errors import StorageError
from bot.locale import speaking
from bot.storage.storage import Storage
from bot.web.state import States
from eligibility.interview.given import Given
from eligibility.judging.verdict import Verdict
from knowledge.asked import LONGEST, Asked
from knowledge.value import replace


class WebDoor:
    """Replies to turns; only an answer that somebody says something of is kept, as nobody's in particular."""

    def __init__(
        self, assistant: Assistant, states: States, storage: Storage | None, today: Callable[[], date]
    ) -> None:
        self.assistant = assistant
        self.states = states
        self.storage = storage
        self.today = today

    def say(self, text: str, conversation: Conversation) -> Step:
        """The reply to a text, and the conversation after it; `Overdue` where it takes too long."""
        if len(text) > LONGEST:
            return command_reply([too_long(len(text))]), conversation
        turn = Turn(text=text, number=(conversation.number or 0) + 1)
        return self.assistant.reply(turn, conversation, self.today())

    def tap(self, text: str, conversation: Conversation) -> Step:
        """The same to something that was sent, which may be what somebody thinks of an answer."""
        reply, after = self.say(text, conversation)
        if reply.mark is not None and (reply.mark.useful or reply.mark.reason):
            self._keep(reply.mark, conversation)
        return reply, after

    def ask(self, text: str, year: str, language: str | None) -> Step:
        """The reply to a question that begins a conversation, of one year where one is named."""
        choices = self.assistant.desk.follower.choices
        asked = choices.with_case(Asked(text), "year", year).text if year in choices.values("year") else text
        return self.say(asked, Conversation(language=language))

    def examples(self) -> tuple[str, ...]:
        """What could be asked today."""
        return self.assistant.menu.examples(self.today())

    def again(self, conversation: Conversation) -> Step | None:
        """What a conversation came to once more: its self-check, or the answer to its last question; None before it."""
        if conversation.is_checking or conversation.has_verdict:
            return self.say("/check on", conversation)
        if not conversation.question:
            return None
        return self.say(conversation.question, Conversation(language=conversation.language, case=conversation.case))

    def check_with(self, given: tuple[Given, ...], conversation: Conversation) -> Step:
        """The self-check with answers that were all given at once: its next question, or its end."""
        begun = self.say("/check new", conversation)[1]
        check = begun.check.model_copy(update={"given": given}) if begun.check else None
        return self.say("/check on", begun.replace(check=check))

    def mail(self, says: str, conversation: Conversation) -> OfficeMail | None:
        """The mail that was asked for; None where none was."""
        if says != "/mail":
            return None
        with speaking(conversation.language):
            told = self.assistant.interviews.in_words(conversation.check or Check())
            return office_mail(self.assistant.desk, conversation.asked, self.today(), told)

    def verdict(self, conversation: Conversation) -> Verdict | None:
        """The verdict of the conversation's self-check, where it is over."""
        check, interviews = conversation.check, self.assistant.interviews
        if check is None or check.is_open or not check.given or not interviews.is_possible:
            return None
        return interviews.verdict(check, self.today())

    def _keep(self, mark: Mark, conversation: Conversation) -> None:
        """Keep the last question, its answer and what is thought of it, which the person agreed to by saying it."""
        if self.storage is None or not conversation.question:
            return
        person = self.storage.person("web", secrets.token_hex(16))
        try:
            with self.storage.turn(person) as record:
                asked = Turn(text=conversation.asked.whole, number=record.number)
                reply, __ = self.assistant.reply(asked, Conversation(), self.today())
                marked = replace(reply, mark=replace(mark, number=record.number))
                record.keep(marked, Conversation(), self.today())
        except StorageError:
            return  # the answer was read all the same; `zhicheng doctor` says what is wrong with the storage
