"""How the bot is set up, asked of the server that it is pointed at: a line for each thing, and how to mend it."""

from collections.abc import AsyncIterator

from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.errors import TelegramRefused
from bot.finding import Finding
from bot.locale import _
from bot.settings.model import Telegram
from bot.telegram import words
from bot.telegram.commands import differences


async def findings(bot: ExtBot[int], options: Telegram) -> AsyncIterator[Finding]:
    """Token, groups, commands, webhook; nothing more after a token that is refused."""
    try:
        await bot.initialize()
        yield Finding(_("token"), True, f"@{bot.username}")
        yield joins(bot)
        yield reads(bot)
        yield await commands(bot)
        yield await delivery(bot, options)
    except InvalidToken:
        yield Finding(_("token"), False, mend=words.refused_token())
    except TelegramError as error:
        raise TelegramRefused(words.unreachable(options.base_url, str(error))) from error
    finally:
        await bot.shutdown()


def joins(bot: ExtBot[int]) -> Finding:
    """Whether groups can take the bot in."""
    name = _("can be added to groups")
    if bot.can_join_groups:
        return Finding(name, True)
    return Finding(name, False, mend=_("@BotFather, /setjoingroups, Enable"))


def reads(bot: ExtBot[int]) -> Finding:
    """Whether the bot is spared what groups say to one another."""
    name = _("does not read what groups say to one another (privacy mode)")
    if not bot.can_read_all_group_messages:
        return Finding(name, True)
    return Finding(name, False, mend=_("@BotFather, /setprivacy, Enable"))


async def commands(bot: ExtBot[int]) -> Finding:
    """Whether Telegram offers our commands."""
    name = _("commands")
    if not (found := await differences(bot)):
        return Finding(name, True)
    mend = _("zhicheng telegram sets them when it starts; they differ for {places}").format(places="; ".join(found))
    return Finding(name, False, mend=mend)


async def delivery(bot: ExtBot[int], options: Telegram) -> Finding:
    """Whether updates come the way that is set up, and no other program takes them away."""
    info = await bot.get_webhook_info()
    if options.mode == "webhook":
        return _webhook_finding(info.url, info.last_error_message, options)
    name = _("updates by polling")
    if info.url:
        mend = _("a webhook is set ({url}); zhicheng telegram removes it when it starts").format(url=info.url)
        return Finding(name, False, mend=mend)
    return Finding(name, True)


def _webhook_finding(url: str, fault: str | None, options: Telegram) -> Finding:
    """Whether Telegram posts updates to our address, and they are taken."""
    name = _("updates by webhook")
    if url != options.webhook_url:
        mend = _("Telegram posts to {url}; zhicheng telegram sets the address when it starts").format(url=url or "-")
        return Finding(name, False, mend=mend)
    if fault:
        mend = _("Telegram says: {fault}; see the log and the reverse proxy").format(fault=fault)
        return Finding(name, False, mend=mend)
    return Finding(name, True)
