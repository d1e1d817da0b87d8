"""How the bot is set up, asked of the server that it is pointed at: a line for each thing, and how to mend it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.errors import TelegramRefused
from bot.locale import _
from bot.settings.model import Telegram
from bot.telegram import words
from bot.telegram.commands import differences


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `mend` says what to do where it is not as it should be."""

    is_right: bool
    text: str
    mend: str = ""

    @property
    def line(self) -> str:
        """The line that is shown."""
        return f"{'✓' if self.is_right else '✗'} {self.text}" + (f" -- {self.mend}" if self.mend else "")


async def findings(bot: ExtBot[int], options: Telegram) -> AsyncIterator[Finding]:
    """Token, groups, commands, webhook; nothing more after a token that is refused."""
    try:
        await bot.initialize()
        yield Finding(is_right=True, text=_("token: @{name}").format(name=bot.username))
        yield joins(bot)
        yield reads(bot)
        yield await commands(bot)
        yield await delivery(bot, options)
    except InvalidToken:
        yield Finding(is_right=False, text=_("token"), mend=words.refused_token())
    except TelegramError as error:
        raise TelegramRefused(words.unreachable(options.base_url, str(error))) from error
    finally:
        await bot.shutdown()


def joins(bot: ExtBot[int]) -> Finding:
    """Whether groups can take the bot in."""
    text = _("can be added to groups")
    if bot.can_join_groups:
        return Finding(is_right=True, text=text)
    return Finding(is_right=False, text=text, mend=_("@BotFather, /setjoingroups, Enable"))


def reads(bot: ExtBot[int]) -> Finding:
    """Whether the bot is spared what groups say to one another."""
    text = _("does not read what groups say to one another (privacy mode)")
    if not bot.can_read_all_group_messages:
        return Finding(is_right=True, text=text)
    return Finding(is_right=False, text=text, mend=_("@BotFather, /setprivacy, Enable"))


async def commands(bot: ExtBot[int]) -> Finding:
    """Whether Telegram offers our commands."""
    text = _("commands")
    if not (found := await differences(bot)):
        return Finding(is_right=True, text=text)
    mend = _("zhicheng telegram sets them when it starts; they differ for {places}").format(places="; ".join(found))
    return Finding(is_right=False, text=text, mend=mend)


async def delivery(bot: ExtBot[int], options: Telegram) -> Finding:
    """Whether updates come the way that is set up, and no other program takes them away."""
    info = await bot.get_webhook_info()
    if options.mode == "webhook":
        return _webhook_finding(info.url, info.last_error_message, options)
    text = _("updates by polling")
    if info.url:
        mend = _("a webhook is set ({url}); zhicheng telegram removes it when it starts").format(url=info.url)
        return Finding(is_right=False, text=text, mend=mend)
    return Finding(is_right=True, text=text)


def _webhook_finding(url: str, fault: str | None, options: Telegram) -> Finding:
    """Whether Telegram posts updates to our address, and they are taken."""
    text = _("updates by webhook")
    if url != options.webhook_url:
        mend = _("Telegram posts to {url}; zhicheng telegram sets the address when it starts").format(url=url or "-")
        return Finding(is_right=False, text=text, mend=mend)
    if fault:
        mend = _("Telegram says: {fault}; see the log and the reverse proxy").format(fault=fault)
        return Finding(is_right=False, text=text, mend=mend)
    return Finding(is_right=True, text=text)
