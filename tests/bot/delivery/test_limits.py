"""How much one person may ask for in a minute, and what is said of it."""

from bot.delivery.limits import RateLimits


def test_what_is_left_and_until_when() -> None:
    now = [0.0]
    limits = RateLimits(2, lambda: now[0])
    assert (limits.left(7), limits.wait(7)) == (2, 0)
    limits.take(7)
    now[0] = 10
    limits.take(7)
    assert (limits.left(7), limits.wait(7)) == (0, 50)
    assert limits.take(7) == "first refusal"
    now[0] = 61
    assert limits.take(7) == "free"
