"""What the door itself says, where the core has no say: to pictures, stale buttons, haste and faults."""

from functools import cache

from bot.core.reply import Option
from bot.locale import LANGUAGES, N_, _, speaking
from bot.text.paragraph import Paragraph

MENU = {
    N_("Ask about the policy"): "/ask",
    N_("Check my eligibility"): "/check",
    N_("List of notices"): "/notices",
    N_("Write to the office"): "/mail",
}
MEDIA = {
    "photo": N_("I cannot look at pictures. Please type the question, or the words that matter, as text."),
    "voice": N_("I cannot listen to recordings. Please type the question."),
    "video": N_("I cannot watch videos. Please type the question."),
    "sticker": N_("A sticker is all I see. Type a question, or tap a button below."),
    "location": N_("I cannot read places on a map. Please type the city that your employer is in."),
    "contact": N_("I need nobody's particulars and have not kept these. Please type the question."),
    "document": N_("I do not open files. Please type the question, or copy the sentence that it is about."),
    "other": N_("I read text only. Please type the question, or tap a button below."),
}
SAME = {"audio": "voice", "video_note": "video", "animation": "sticker", "dice": "sticker", "venue": "location"}


def language_of(code: str | None) -> str:
    """The language for a person whose Telegram speaks `code`; Chinese where Telegram does not say."""
    return LANGUAGES[0] if not code or code.lower().startswith("zh") else "en"


def to_media(kind: str) -> str:
    """What a person is told who sent something other than text."""
    return _(MEDIA.get(SAME.get(kind, kind), MEDIA["other"]))


def beside_media(kind: str) -> Paragraph:
    """What stands before the answer to the words under a picture."""
    return Paragraph(to_media(kind) if kind in MEDIA else _("I have read only the words below it."), "note")


def ask_for_words() -> str:
    """What a person is told who sent no words at all."""
    return _("Please write the question after my name, for example: when does the online application close?")


def too_fast(turns: int) -> str:
    """What a person is told, once, who asks more in a minute than one can read."""
    return _("That was more than {turns} messages in a minute. Please wait a minute, then ask on.").format(turns=turns)


def stale() -> str:
    """What a tap on a button gives that is not known any more."""
    return _("This button is out of date. Please ask again, or send /start.")


def not_yours() -> str:
    """What a tap on somebody else's button in a group gives."""
    return _("These buttons are for the person who asked. Please ask a question of your own.")


def in_private() -> str:
    """Why the self-check does not go on in a group."""
    return _("The self-check asks about your own case, so it goes on between the two of us:")


def menu_is_there() -> str:
    """What comes with the buttons under the keyboard, where nothing else can carry them."""
    return _("The buttons below the keyboard are always there.")


def menu() -> tuple[tuple[str, ...], ...]:
    """The buttons below the keyboard, two in a row."""
    labels = tuple(_(label) for label in MENU)
    return labels[:2], labels[2:]


@cache
def _menu_commands() -> dict[str, str]:
    """What each button of the menu says, in every language."""
    commands: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            commands |= {_(label): command for label, command in MENU.items()}
    return commands


def command_of(text: str) -> str:
    """The command of a menu button, or the text as it was typed."""
    return _menu_commands().get(text.strip(), text)


def private_button(username: str) -> Option:
    """The button that opens the self-check in a private chat; it says an address."""
    return Option(_("Check my eligibility"), f"https://t.me/{username}?start=check")


def refused_token() -> str:
    """What is said where Telegram does not know the token."""
    return _(
        "Telegram does not accept the token: it was mistyped or revoked. Ask @BotFather for it (/mybots, API Token)."
    )


def unreachable(address: str, why: str) -> str:
    """What is said where the Bot API does not answer."""
    return _("Telegram cannot be reached at {address}: {why}").format(address=address, why=why)


def refused_webhook(address: str, why: str) -> str:
    """What is said where Telegram does not take the address to post to."""
    return _("Telegram does not take the webhook {address}: {why}").format(address=address, why=why)


def not_now() -> str:
    """What is told while nothing can be kept."""
    return _("Only questions can be answered for the moment, each by itself. Please try this again later.")
