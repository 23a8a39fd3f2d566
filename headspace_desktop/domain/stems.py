"""Which words mean the same, in any language reasonably: without accents, endings and words that say nothing. Pure."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: No more of a text is looked at.
TEXT_CHARS = 2000

#: So much of a word must be left by an ending.
_ROOT_CHARS = 3

_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])")

#: Scripts that are written without spaces: there pairs of signs stand for words.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")

#: Endings of inflection in English, German, French, Spanish, Italian, Portuguese and Russian.
_INFLECTIONS = """
ing ings ed er ers es s e ment ments tion tions ation ations ate ates ated ating ung ungen en ern em eur euse ons ez
ent aient ir cion ciones ado ados ada adas ando endo ar os as o a i zione zioni mento menti cao coes
ами ями ого его ому ему ыми ими ать ить ять ешь ишь ают яют ов ев еи ии ыи ая яя ое ее ые ие ом ем ам ям ах ях у ю а
я о е ы и ь
"""
_ENDINGS = tuple(sorted(_INFLECTIONS.split(), key=len, reverse=True))

#: Words that stand in every text, in the same languages and Dutch.
_COMMON = """
a about above after again all also am an and any are as at be because been before being below between both but by
can could did do does doing don down during each few for from further get had has have having he her here hers him
his how i if in into is it its just let like make me more most must my need needs no nor not now of off on once one
only or other our out over own please same she should so some such than that the their them then there these they
this those through to too under until up us use very want was we were what when where which while who whom why will
with would yes you your aber alle als auch auf aus bei bin bis bist bitte da damit das dass dein dem den der des die
dies diese du durch ein eine einem einen einer es für hat ich ihr im ist ja kann können mach man mein mit muss
müssen nach nicht noch nur oder ob ohne sehr sein sich sie sind soll sollen über um und uns unser unter vom von vor
wenn werden wie wir wird zu zum zur au aux avec ce ces cette dans de elle en est et eux il ils je la le les leur lui
ma mais mes moi mon ne nos notre nous ou où par pas plus pour que qui sa sans se ses son sont sur ta tes toi ton
tous tout tu un une vos votre vous al como con del desde el ella entre era esta este hay las lo los más mi muy o
para pero por ser si sin sobre su sus también te una uno y ya che chi ci cui dal dei della di e gli ha ho io lei nel
nella noi non per più questo sono tra voi ao aos com dos em foi isso isto não na nas os pelo pela seu sua são uma
você het een van dat niet zijn met voor maar ook aan bij naar deze wat и в во не что он на я с со как а то все она
так его но да ты к у же вы за бы по только ее мне было вот от меня еще нет о из ему для мы при или это
"""
_STOP_WORDS = frozenset(_COMMON.split())


@lru_cache(maxsize=2048)
def stems(text: str) -> frozenset[str]:
    """The words of a text that mean something, without accents and endings; pairs of signs where nothing is spaced."""
    found: set[str] = set()
    for word in set(_WORD.findall(unicodedata.normalize("NFC", text[:TEXT_CHARS]))):
        found.update(_keys(word))
    return frozenset(found)


@lru_cache(maxsize=16_384)
def _keys(written: str) -> tuple[str, ...]:
    """What a word is compared by: nothing for a stop word."""
    return tuple(key for word in _HUMP.split(written) for key in _keys_of_piece(word.casefold()))


def _keys_of_piece(word: str) -> list[str]:
    keys: list[str] = []
    for part in _UNSPACED.split(word):
        if part not in _STOP_WORDS and (len(stem := _stem(_bare(part))) >= _ROOT_CHARS or stem.isdigit()):
            keys.append(stem)
    for signs in _UNSPACED.findall(word):
        keys += [signs[at : at + 2] for at in range(max(1, len(signs) - 1))]
    return keys


def _bare(word: str) -> str:
    parts = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _stem(word: str) -> str:
    """Without its ending; a doubled sign before it becomes one."""
    if word.endswith("ies") and len(word) > _ROOT_CHARS + 2:
        return word[:-3] + "y"
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _ROOT_CHARS), "")
    word = word[: len(word) - len(ending)]
    return word[:-1] if len(word) > _ROOT_CHARS and word[-1] == word[-2] else word
