"""Days as a letter writes them: 2024年7月31日, and a month that is known only as its first and last day, 2022年12月."""

import re
from calendar import monthrange

from knowledge.patterns import linear

DAY = linear(r" ?(\d{4})-(\d{2})-(\d{2})(?:/(\d{4})-(\d{2})-(\d{2}))? ?")


def write_days(text: str) -> str:
    """A text of our own with its ISO dates as people write them."""
    return DAY.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    """A date, a month, or the two days between which a date lies."""
    year, month, day, *last = (int(each) if each else 0 for each in found.groups())
    first = f"{year}年{month}月{day}日"
    if not last[0]:
        return first
    if day == 1 and last == [year, month, monthrange(year, month)[1]]:
        return f"{year}年{month}月"
    return f"{first}至{last[0]}年{last[1]}月{last[2]}日"
