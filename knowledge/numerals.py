"""Chinese numerals, as far as people count papers, days and years with them."""

DIGITS = {**{each: value for value, each in enumerate("零一二三四五六七八九")}, "〇": 0, "两": 2}


def small_number(text: str) -> int:
    """The value of a number below one hundred, in digits or Chinese; 0 where it is none."""
    if text.isdecimal():
        return int(text)
    tens, ten, units = text.partition("十")
    return DIGITS.get(tens, 1) * 10 + DIGITS.get(units, 0) if ten else DIGITS.get(text, 0)
