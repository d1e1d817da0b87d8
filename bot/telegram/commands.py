"""The commands that Telegram offers while one types `/`: fewer in groups, in Chinese for all and in English."""

import telegram
from telegram import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats
from telegram.ext import ExtBot

from bot.core.menu import CHAT_COMMANDS
from bot.locale import N_, _, speaking

TELEGRAM_COMMANDS = {"start": N_("what I can do"), **CHAT_COMMANDS}
IN_GROUPS = ("help", "check", "notices", "privacy")
CATALOGUES = {None: "zh_CN", "en": "en"}  # Telegram's code of a language, None for everybody else, and ours
SCOPES: dict[str, tuple[telegram.BotCommandScope, tuple[str, ...]]] = {
    "private chats": (BotCommandScopeAllPrivateChats(), tuple(TELEGRAM_COMMANDS)),
    "groups": (BotCommandScopeAllGroupChats(), IN_GROUPS),
}


def _bot_commands(names: tuple[str, ...], language: str) -> tuple[telegram.BotCommand, ...]:
    """These commands with their descriptions in a language."""
    with speaking(language):
        return tuple(telegram.BotCommand(name, _(TELEGRAM_COMMANDS[name])) for name in names)


async def set_commands(bot: ExtBot[int]) -> None:
    """Have Telegram offer the commands."""
    for scope, names in SCOPES.values():
        for code, language in CATALOGUES.items():
            await bot.set_my_commands(_bot_commands(names, language), scope, code)


async def differences(bot: ExtBot[int]) -> list[str]:
    """Where Telegram offers other commands than these: the scope, the language, and the names that differ."""
    found = []
    for where, (scope, names) in SCOPES.items():
        for code, language in CATALOGUES.items():
            ours = {(each.command, each.description) for each in _bot_commands(names, language)}
            theirs = {(each.command, each.description) for each in await bot.get_my_commands(scope, code)}
            if ours != theirs:
                names_differing = sorted({name for name, _description in ours ^ theirs})
                found.append(f"{where}, {code or 'zh'}: {', '.join(names_differing)}")
    return found
