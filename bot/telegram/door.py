"""What happens to an update: read, answered by the core in one transaction, and handed to the outbox."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

import telegram
from telegram.ext import ContextTypes

from bot.bounds import BEGINNINGS, number_in, set_aside, too_long, turn_deadline
from bot.clock import CHINA
from bot.core.assistant import Assistant
from bot.core.reply import Reply
from bot.core.turn import Conversation, Turn
from bot.delivery.limits import RateLimits
from bot.errors import DamagedStorage, Fault, Overdue, StorageError
from bot.faults import number_of
from bot.locale import speaking
from bot.storage.key import begun_anew
from bot.storage.person_record import PersonRecord
from bot.storage.rows import Delivery
from bot.storage.set_aside import SetAside, Why
from bot.storage.storage import Storage
from bot.telegram import payloads, words
from bot.telegram.incoming import Incoming, incoming
from bot.telegram.outbox import Outbox
from bot.telegram.payloads import Payload
from bot.telegram.rendering import messages
from bot.telegram.unkept import Unkept
from bot.text.paragraph import Paragraph
from knowledge.asked import LONGEST

MENU_COMMANDS = ("/start", "/help")
ONCE = frozenset({"/answer", "/yes", "/no", "/level", "/unsure", "/back"})  # taps that a question is done with
USEFUL = "/useful "  # what the button under an answer says, before its number
logger = logging.getLogger(__name__)


class Door:
    """Takes updates one after the other; what is said to one person depends on nobody else."""

    def __init__(
        self, assistant: Assistant, storage: Storage, outbox: Outbox, limits: RateLimits, today: Callable[[], date]
    ) -> None:
        self.assistant = assistant
        self.storage = storage
        self.aside = SetAside(storage)
        self.outbox = outbox
        self.limits = limits
        self.today = today
        self.unkept = Unkept(assistant, today)
        self.turning = asyncio.Lock()
        self.albums: dict[int, str] = {}

    async def take(self, update: telegram.Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer an update; when this is over the reply is kept and will be sent, whatever happens."""
        with turn_deadline():
            said = incoming(update, context.bot.bot)
        if said is None or self._is_album_seen(said):
            await self._let_go(update.callback_query)
            return
        room = self.limits.take(said.user)
        if room == "refused":
            await self._let_go(update.callback_query)
            return
        self.outbox.expect(said.place)
        async with self.turning:
            await asyncio.sleep(0)  # what is being sent goes on between two turns
            notice, deliveries = self._whole_turn(said, context.bot.bot, is_told=room == "first refusal")
        if said.query is not None and notice is not None:
            self.outbox.answer(said.query, notice)
        if not deliveries:
            self.outbox.stop_typing(str(said.place.chat))
        self.outbox.send(deliveries)

    async def _let_go(self, query: telegram.CallbackQuery | None) -> None:
        """End the waiting of whoever tapped a button that nothing more is said to."""
        if query is not None:
            with speaking(words.language_of(query.from_user.language_code)):
                self.outbox.answer(query.id, words.stale() if query.message is None else "")

    def _is_album_seen(self, said: Incoming) -> bool:
        """Whether this is one more picture of an album that was spoken of already."""
        seen = said.album is not None and self.albums.get(said.place.chat) == said.album
        if said.album is not None:
            self.albums = {**dict(list(self.albums.items())[-99:]), said.place.chat: said.album}
        return seen and said.kind == "media"

    def _whole_turn(self, said: Incoming, me: telegram.User, *, is_told: bool) -> tuple[str | None, list[Delivery]]:
        """A turn from a storage that is begun anew where it is damaged; without any where nothing can be kept."""
        try:
            return self.turn(said, me, is_told=is_told)
        except DamagedStorage as error:
            logger.error("%s", begun_anew(self.storage.start_anew(datetime.now(CHINA)), error))
            return self.turn(said, me, is_told=is_told)
        except StorageError as error:
            return self.unkept.reply(said, error)

    def turn(self, said: Incoming, me: telegram.User, *, is_told: bool) -> tuple[str | None, list[Delivery]]:
        """What a tap is told at once (None where that was done before), and what is to be sent."""
        self.outbox.take_up()
        beginning = self.aside.begin(self.person(said), str(said.update))
        if beginning > BEGINNINGS:
            # A text that cannot even be written down is left out where that, too, was tried before.
            return "", self.set_aside(said, "killed", with_text=beginning == BEGINNINGS + 1)
        try:
            return self._worked_on(said, me, is_told=is_told)
        except Overdue:
            self.limits.charge(said.user)
            return "", self.set_aside(said, "overdue")

    def _worked_on(self, said: Incoming, me: telegram.User, *, is_told: bool) -> tuple[str | None, list[Delivery]]:
        """The same, in one transaction and within its time."""
        person = self.person(said)
        with self.storage.turn(person, str(said.update)) as record, turn_deadline():
            if record.is_repeat:
                return None, []
            with speaking(record.conversation.language or words.language_of(said.language)):
                if is_told:
                    return self._briefly(said, record, words.too_fast(self.limits.turns))
                text = self.text_of(said)
                if text is None:
                    return words.stale(), []
                if said.owner is not None and not said.place.is_private and said.owner not in (said.user, me.id):
                    return words.not_yours(), []
                if refusal := _refusal_of(said, text):
                    return self._briefly(said, record, refusal)
                sent = list(self.answer(said, text, record, me))
                return "", self.keep(said, sent, record)

    def set_aside(self, said: Incoming, why: Why, error: str = "", *, with_text: bool = True) -> list[Delivery]:
        """What a person is told whose turn is kept for staff and never taken up again."""
        person = self.person(said)
        with self.storage.turn(person, str(said.update)) as record:
            if record.is_repeat:
                return []
            self.aside.put(record, (self.text_of(said) or "") if with_text else "", why)
            with speaking(record.conversation.language or words.language_of(said.language)):
                told = [Paragraph(str(Fault(error)) if error else set_aside())]
                return self.keep(said, payloads.sends(said, messages(told), record.token), record)

    def person(self, said: Incoming) -> str:
        """Whose conversation it is: a person's in this chat."""
        return self.storage.person("telegram", str(said.user), said.group)

    def text_of(self, said: Incoming) -> str | None:
        """What the core is asked; None for a tap on a button that is not known any more."""
        if said.kind != "tap":
            return words.command_of(said.text)
        token = payloads.token_of(said.text)
        return self.storage.button_text(token) if token else None

    def _briefly(self, said: Incoming, record: PersonRecord, text: str) -> tuple[str, list[Delivery]]:
        """A word of the door's own: beside the button that was tapped, or as a message."""
        if said.kind == "tap":
            return text, []
        return "", self.keep(said, payloads.sends(said, messages([Paragraph(text)]), record.token), record)

    def answer(self, said: Incoming, text: str, record: PersonRecord, me: telegram.User) -> Iterator[Payload]:
        """What the core replies, as payloads; the turn is kept."""
        before, today = self._before(said, record), self.today()
        turn = Turn(text=text, number=record.number, is_edit=said.kind == "edit")
        reply, after = self.assistant.reply(turn, before, today)
        if reply.kind == "interview" and not said.place.is_private:
            paragraphs, rows = [Paragraph(words.in_private())], ((words.private_button(me.username or ""),),)
            yield from payloads.sends(said, messages(paragraphs, rows), record.token)
            return
        record.keep(reply, after, today)
        if said.tapped and _is_answered(text, before, after):
            line = self.assistant.interviews.telling.tapped_line(text, said.tapped.label)
            yield payloads.closed(said, said.tapped, line)
        with speaking(after.language):
            yield from _payloads_of(
                said, reply, record, has_menu=said.place.is_private and _is_menu_due(text, before, after)
            )

    def _before(self, said: Incoming, record: PersonRecord) -> Conversation:
        """Where the person stands: at the answer that is replied to, where it is an answer of theirs."""
        texts = (self.storage.button_text(token) for token in filter(None, map(payloads.token_of, said.replied)))
        useful = next((text for text in texts if text and text.startswith(USEFUL)), "")
        number = number_in(useful.removeprefix(USEFUL))
        about = record.asked(number) if number else None
        conversation = record.conversation
        if about is None or about == conversation.asked:
            return conversation
        return conversation.asking(about, conversation.asked).replace(has_verdict=False, clarified=0)

    def keep(self, said: Incoming, sent: Iterable[Payload], record: PersonRecord) -> list[Delivery]:
        """What is to be sent, in the outbox, so that no kill can lose it."""
        chat, question = str(said.place.chat), None if said.kind == "tap" else str(said.message)
        wanted = payloads.edits(said, sent) if said.kind == "edit" else sent
        dumped = [payload.model_dump(mode="json", exclude_defaults=True) for payload in wanted]
        return [Delivery(record.deliver(chat, payload, question), chat, payload) for payload in dumped]

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Give the person a number to call a fault by, and the log the place of the fault with that number."""
        number = number_of(context.error)
        with turn_deadline():
            said = incoming(update, context.bot.bot) if isinstance(update, telegram.Update) else None
        if said is None:
            return
        if said.query is not None:
            self.outbox.answer(said.query, "")
        try:
            deliveries = self.set_aside(said, "failed", number)
        except StorageError:  # nothing can be kept, and the person is to hear of it all the same
            with speaking(words.language_of(said.language)):
                text = str(Fault(number))
            await context.bot.send_message(said.place.chat, text, message_thread_id=said.place.thread)
        else:
            self.outbox.send(deliveries)


def _payloads_of(said: Incoming, reply: Reply, record: PersonRecord, *, has_menu: bool) -> Iterator[Payload]:
    """A reply as payloads, the menu with its first message where that is due, the files last."""
    paragraphs = (*([words.beside_media(said.beside)] if said.beside else []), *reply.paragraphs)
    shown = payloads.with_menu(paragraphs, reply.rows) if has_menu else messages(paragraphs, reply.rows)
    menu = words.menu() if has_menu else ()
    for payload in payloads.sends(said, shown, record.token):
        yield payload if payload.buttons else payload.model_copy(update={"menu": menu})
        menu = ()
    for file in reply.files:
        yield payloads.document(said, file)


def _refusal_of(said: Incoming, text: str) -> str | None:
    """Why the core is not asked at all; None where it is."""
    if said.kind == "media":
        return words.to_media(text)
    if len(text) > LONGEST:
        return too_long(len(text))
    return None if text.strip() else words.ask_for_words()


def _is_answered(text: str, before: Conversation, after: Conversation) -> bool:
    """Whether a tap answered a question of the self-check, which is done with by that."""
    return before.is_checking and after.check != before.check and text.split(" ", 1)[0] in ONCE


def _is_menu_due(text: str, before: Conversation, after: Conversation) -> bool:
    """Whether the buttons below the keyboard are to be set: at the start, with the help, in another language."""
    return text.split(maxsplit=1)[0] in MENU_COMMANDS or before.language != after.language
