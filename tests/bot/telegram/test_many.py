"""Many people at once: everybody gets their own answer, in their own order."""

import itertools
import random
import re

from tests.bot.telegram.running import Running, TelegramDoor
from tests.bot.telegram.server import BotApi

PEOPLE = 200


def test_two_hundred_people_at_once(bot: Running, api: BotApi) -> None:
    """Each says three things at once, the last of which asks what was said before; nobody hears of another's."""
    for turn, user in itertools.product(range(3), range(1, PEOPLE + 1)):
        text = ("/language en", f"{user}号楼网上申报几号截止", "/why")[turn]
        api.rooms.write(user, text)
    bot.settle()
    for user in range(1, PEOPLE + 1):
        texts = [each["text"] for each in api.sent(user)]
        assert "English" in texts[0], user
        assert re.findall(r"(\d+)号楼", texts[-1]) == [str(user)], texts[-1]


def test_an_update_that_comes_twice_is_answered_once(bot: Running, api: BotApi) -> None:
    """Whether at once or later."""
    door = TelegramDoor(bot)
    seen = []
    forward, api.rooms.updated = api.rooms.updated, seen.append
    door.write("/privacy")
    api.rooms.updated = forward
    for _time in range(2):
        api.updated(dict(seen[0]))
        api.updated(dict(seen[0]))
        bot.settle()
    assert len(api.sent(door.user)) == 1


def test_updates_that_come_out_of_order(bot: Running, api: BotApi) -> None:
    """A batch is taken in the order of its numbers."""
    door = TelegramDoor(bot)
    held = []
    forward, api.rooms.updated = api.rooms.updated, held.append
    for number in range(12):
        door.write(f"第{number}问几号截止")
    api.rooms.updated = forward
    random.Random(1).shuffle(held)
    api.pending += held[1:]
    api.updated(held[0])
    bot.settle()
    door.say("/why")
    assert "第11问" in api.sent(door.user)[-1]["text"]


def test_numbers_begin_anew_after_a_quiet_week(bot: Running, api: BotApi) -> None:
    """Telegram may then number updates from anywhere, also lower than before."""
    door = TelegramDoor(bot)
    door.say("/privacy")
    api.wait(lambda: int(api.called("getUpdates")[-1].get("offset", 0)) == 0)
    api.rooms.update_ids = itertools.count(500)
    assert door.say("/help")
