"""Somebody's numbers, nobody's in truth, in the forms in which people write them."""

from collections.abc import Callable, Iterator
from datetime import date

from hypothesis import strategies as st
from stdnum.cn.ric import calc_check_digit

HAN, GRAND = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"
WIDE, CIRCLED, BRACKETED = "０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨", "0⑴⑵⑶⑷⑸⑹⑺⑻⑼"
SCRIPTS = (HAN, GRAND, WIDE, CIRCLED, BRACKETED)
GAPS = (" ", "-", "、", "/", ".", "·", "，", "\n", "\r\n    ", "　", "—", "_", "\u200b", "\\", "~", "…", " - ", "：")
SIZES = {
    11: ((3, 4, 4), (4, 4, 3), (3, 8), (7, 4), (4, 3, 4), (5, 6), (3, 3, 5), (2, 2, 2, 2, 2, 1), (1,) * 11),
    18: ((6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (17, 1), (3,) * 6, (2,) * 9, (4, 4, 4, 4, 2), (1,) * 18),
}
BIRTHDAYS = st.dates(date(1900, 1, 1), date(2019, 12, 31))
PROVINCES = st.sampled_from(["110101", "210102", "210402", "330106", "440305", "659001", "710000", "810000"])


@st.composite
def identities(draw: st.DrawFn) -> str:
    """An identity number with its check digit."""
    body = f"{draw(PROVINCES)}{draw(BIRTHDAYS):%Y%m%d}{draw(st.integers(0, 999)):03}"
    return body + calc_check_digit(body + "0")


def phones() -> st.SearchStrategy[str]:
    """The eleven digits of a mobile phone."""
    return st.builds(lambda second, rest: f"1{second}{rest:09}", st.integers(3, 9), st.integers(0, 10**9 - 1))


def written(number: str) -> Iterator[str]:
    """A number in every form: as it is, in pieces, in other scripts, beside others, after the country's code."""
    yield from (number, number.lower(), f"（{number}）", f"{number}\u20e3")
    for sizes in SIZES[len(number)]:
        pieces = cut(number, sizes)
        yield from (gap.join(pieces) for gap in GAPS)
        yield from ("".join(f"({piece})" for piece in pieces), "".join(f"【{piece}】" for piece in pieces))
        yield f"({pieces[0]})" + "".join(pieces[1:])
    yield from in_scripts(number)
    yield from (f"{number}{number}", "".join(f"{digit}\ufe0f\u20e3" for digit in number))
    if len(number) == 11:
        yield from (f"{code}{number}" for code in ("+86", "+86 ", "86-", "0086 ", "(+86)", "0"))


def in_scripts(number: str) -> Iterator[str]:
    """A number in each script, with blanks, and with only some of its digits in it."""
    for script in SCRIPTS:
        other = digits_as(script)
        yield from (
            other(number),
            other(" ".join(number)),
            number[:3] + other(number[3:]),
            other(number[:7]) + number[7:],
        )


def digits_as(script: str) -> Callable[[str], str]:
    """What writes the digits of a text in a script."""
    table = str.maketrans("0123456789", script)
    return lambda text: text.translate(table)


def cut(number: str, sizes: tuple[int, ...]) -> list[str]:
    """A number in pieces of these sizes."""
    starts = [sum(sizes[:index]) for index in range(len(sizes))]
    return [number[start : start + size] for start, size in zip(starts, sizes, strict=True)]


def digits_left(text: str) -> int:
    """How many characters of a text are digits, in any script."""
    return sum(map(str.isnumeric, text))
