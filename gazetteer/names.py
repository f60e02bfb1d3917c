"""Names as the gazetteer compares them: without case, accents, punctuation and the marks of transliteration."""

import re
import unicodedata

EXTRA_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "ŋ": "n",
        "ə": "a",
    }
)
"""Letters that Unicode does not decompose into a base letter and a mark."""
DROPPED = dict.fromkeys(
    map(ord, "'’‘`´ʻʼʽʾʿˈ′\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069\ufeff")
)
"""Apostrophes, ayn and hamza marks, and marks of direction, which spellings of one name differ in."""
NOT_A_WORD = re.compile(r"[^\w]+|_+")
LONGEST = 200
"""Characters of a name that are compared; no place has a longer one."""


def fold(name: str) -> str:
    """`name` as it is compared: NFKD, case-folded, bare letters and digits of any script, single spaces.

    Idempotent. Empty where nothing of the name is a letter or digit.
    """
    if name.isascii():
        return " ".join(NOT_A_WORD.sub(" ", name[:LONGEST].casefold().replace("'", "").replace("`", "")).split())
    bare = unicodedata.normalize("NFKD", name[:LONGEST].casefold().translate(DROPPED))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter)).casefold()
    return " ".join(NOT_A_WORD.sub(" ", letters.translate(EXTRA_LETTERS).translate(DROPPED)).split())[:LONGEST].strip()
