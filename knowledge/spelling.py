"""Typing errors: an expression of the lexicon written with other characters of the same sound (公式 for 公示).

Chinese is typed by sound, so this is how it is mistyped. A word that the notices have themselves is never mended. The
sounds of characters are written when the library is built; tones do not count.
"""

from collections.abc import Iterable, Iterator, Mapping

from knowledge.terms import Occurrence

LONGEST = 8  # characters of an expression


def sounds_of(characters: Iterable[str]) -> dict[str, str]:
    """The sound of each Chinese character, without tone."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # large, and only building needs it

    return {character: lazy_pinyin(character)[0] for character in sorted(set(characters))}


def sound_of(text: str, sounds: Mapping[str, str]) -> str:
    """How a text sounds; a character without a known sound stands for itself."""
    return " ".join(sounds.get(character, character) for character in text)


class Spelling:
    """Finds what was meant: `meant` has an expression for each sound, `sounds` a sound for each character."""

    def __init__(self, meant: Mapping[str, str], sounds: Mapping[str, str]) -> None:
        self.meant = meant
        self.sounds = sounds

    def find(self, text: str) -> Iterator[Occurrence]:
        """Where a text holds a mistyped expression, from the left, the longest at each place."""
        at = 0
        while at < len(text):
            for end in range(min(len(text), at + LONGEST), at + 1, -1):
                meant = self.meant.get(sound_of(text[at:end], self.sounds))
                if meant and meant != text[at:end] and any(map(str.__eq__, meant, text[at:end])):
                    yield Occurrence(at, end, meant)
                    at = end
                    break
            else:
                at += 1
