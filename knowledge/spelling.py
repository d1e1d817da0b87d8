"""Typing errors: an expression of the lexicon written with other characters of the same sound (公式 for 公示).

Chinese is typed by sound, so this is how it is mistyped. A word that the notices have themselves is never mended. The
sounds of characters are written when the library is built; tones do not count.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge.terms import Occurrence


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
        self.lengths: dict[str, list[int]] = {}
        for first, length in sorted({lengths_of(sound) for sound in meant}, reverse=True):
            self.lengths.setdefault(first, []).append(length)

    def find(self, text: str) -> Iterator[Occurrence]:
        """Where a text holds a mistyped expression, from the left, the longest at each place."""
        heard = [self.sounds.get(character, character) for character in text]
        at = 0
        while at < len(text):
            found = next(self._found_at(at, text, heard), None)
            if found:
                yield found
            at = found.end if found else at + 1

    def _found_at(self, at: int, text: str, heard: Sequence[str]) -> Iterator[Occurrence]:
        """The mistyped expressions that begin at a place, the longest first; one character of each is right."""
        for length in self.lengths.get(heard[at], ()):
            said, meant = text[at : at + length], self.meant.get(" ".join(heard[at : at + length]))
            if meant and meant != said and any(map(str.__eq__, meant, said)):
                yield Occurrence(at, at + len(said), meant)


def lengths_of(sound: str) -> tuple[str, int]:
    """The sound of the first character of a spoken expression, and how many characters it has."""
    sounds = sound.split(" ")
    return sounds[0], len(sounds)
