"""What a text speaks of: names with their kind, phrases, the subject of a question. By pattern, without a tagger.

Knows nothing of conversations; `converse` decides which mention a follow-up means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum

from qa.confidence import STOP_WORDS

_NAME = re.compile(r"\b[A-Z][\w'’-]*(?:\s+(?:(?:of|and|&|for)\s+(?:the\s+)?)?[A-Z][\w'’-]*)*")
_OWNED = re.compile(r"['’]s?$")
_OPENERS = STOP_WORDS | frozenset(
    """
    after all also although another any anything apart are around aside because before besides both during each either
    even everything exactly except first following he however let list ms name nothing once only other over please
    since so still such tell them though through under until upon was we were while whether within without yes ok okay
    mr mrs dr
    """.split()
)
_TITLES = frozenset("mr mrs ms miss dr sir dame lord lady professor councillor sergeant rabbi revd reverend".split())
_STOP = "|".join(sorted(STOP_WORDS))
_NEVER = frozenset(
    """
    january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday i i'm i've christmas easter
    """.split()
)
_GROUPS = frozenset(
    """
    academy army association authority band board bureau cabinet centre center church club college commission committee
    company corporation council court department desk family federation force forum foundation group house institute
    inspectorate league ltd inc mosque museum office orchestra panel parliament party police press project records
    school service services society staff synagogue team trust union unit university watchmen
    """.split()
)
_THINGS = frozenset(
    """
    act album agreement award bridge bill city county course crescent festival fund hall lane line lecture map market
    park policy prize programme project report river road row scheme show square street survey town tour treaty war
    """.split()
)
_AUXILIARY = r"(?:did|does|do|was|were|is|are|has|have|had|can|could|will|would|should|must|may|might)"
_SUBJECT = re.compile(rf"\b{_AUXILIARY}\s+(?P<subject>[^?.!,;]+)", re.IGNORECASE)
_DONE = r"(?:\w{2,}(?:ed|en)|born|hurt|held|made|found|set|paid|sent|built|known|put|shut)"
_PARTICIPLE = re.compile(rf"{_DONE}$")
_PHRASE_END = STOP_WORDS - {"the", "a", "an"} | frozenset(
    "about after against among around at before between during since until under over near like".split()
)
_PHRASE = re.compile(
    r"\b(?:(?:the|a|an|this|that|these|those)(?:\s+[A-Z]\w+){0,3}|[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*['’]s?)"
    r"\s+[a-z][\w\s-]*"
)


_COUNTED = re.compile(
    rf"how many (?P<ones>\w+) (?P<did>(?:(?!{_AUXILIARY}\b)[a-z]\w+|(?:was|were|has|have|had) \w+(?:ed|en)\b) .+)$",
    re.I,
)
_PEOPLE = frozenset("adults boys children girls men members officers parents people pupils staff women".split())
_WHO_IS = re.compile(
    r"(?:and |but )?who(?: is|['’]s| was| are| were) (?P<office>(?:the|[A-Z]\S*['’]s?) [^,;]*[a-z][^,;]*)$", re.I
)
_WHO_DID = re.compile(rf"(?:and |but )?who (?P<did>(?!{_AUXILIARY}\b(?! (?:{_DONE}|\w+ing)\b)).+)$", re.IGNORECASE)


class Kind(StrEnum):
    """What a name may be of. UNSURE is compatible with every pronoun."""

    PERSON = "person"
    GROUP = "group"
    THING = "thing"
    UNSURE = "unsure"


def names(text: str) -> list[str]:
    """The runs of capitalised words, without a common word that only opens the sentence, without days and months."""
    return list(dict.fromkeys(_names(text)))


def _names(text: str) -> Iterator[str]:
    for match in _NAME.finditer(text):
        words = match.group().split()
        if _OWNED.search(words[-1]):
            words[-1] = _OWNED.sub("", words[-1])
        own_article = words[0] == "The" and _inside(text, match.start())
        while words and words[0].lower().strip("'’") in _OPENERS - _TITLES and not (own_article and len(words) > 1):
            words = words[1:]
        if words and not all(word.lower() in _NEVER | _TITLES for word in words):
            yield " ".join(words)


def _inside(text: str, start: int) -> bool:
    """Whether a capital there is no sentence's: after a word, or where the text is short enough to be a title."""
    before = text[:start].rstrip(" \"'‘’“”(")
    return before[-1:].isalnum() or before[-1:] == "," or (not before and len(text.split()) <= 6 and "?" not in text)


def names_of_statement(text: str) -> list[str]:
    """As `names`, but a lone word that opens a sentence counts only where it stands elsewhere too, or alone."""
    found = names(text)
    if len(text.split()) <= 2:
        return found
    opening = {m.group().rstrip("'’s") for m in re.finditer(r"(?:^|(?<=[.!?]\s))\W*[A-Z]\w*", text)}
    opening = {word.strip("\"'‘’“” ") for word in opening}
    return [name for name in found if " " in name or name not in opening or len(re.findall(rf"\b{name}\b", text)) > 1]


def kind(name: str) -> Kind:
    """What a name seems to be of, from its words alone."""
    words = [word.lower() for word in name.split()]
    if words[0] in _TITLES:
        return Kind.PERSON
    if words[0] == "the" or words[-1] in _GROUPS or "and" in words or "&" in words:
        return Kind.GROUP
    if words[-1] in _THINGS or any(char.isdigit() for char in name) or "of" in words or "for" in words:
        return Kind.THING
    if len(words) == 1:
        return Kind.UNSURE
    if _GROUPS & set(words) or (words[-1].endswith("s") and len(words[-1]) > 9):
        return Kind.GROUP
    return Kind.PERSON if len(words) <= 4 else Kind.THING


def kind_in(name: str, text: str) -> Kind:
    """As `kind`, with what a text shows: what describes a noun behind an article is hardly a person ("the Loud Few
    study")."""
    found = kind(name)
    described = re.search(rf"\b(?:[Tt]he|[Aa]n?) {re.escape(name)} (?!(?:{_STOP})\b)[a-z]", text)
    return Kind.UNSURE if described and found is Kind.PERSON else found


def full_name(name: str, known: Iterable[str]) -> str:
    """The longest known name of which `name` is the first or the last word; itself where there is none."""
    low = name.lower()
    forms = {low, f"the {low}", low.removesuffix("s")}  # "Tendulkars" for "Tendulkar's" is how it is typed
    longer = [k for k in known if forms & {k.lower().split()[0], k.lower().split()[-1], k.lower()}]
    return max(longer, key=len, default=name)


def known_in(text: str, known: Iterable[str]) -> list[str]:
    """The known names that a text has in whatever case, whole or by a first or last word of four letters."""
    low = f" {_bare(text)} "
    found = []
    for name in known:
        words = _bare(name).split()
        parts = [word for word in (words[:1] + words[-1:]) if len(word) > 3] if len(words) > 1 else []
        if any(f" {part} " in low for part in [" ".join(words), *parts]):
            found.append(name)
    return found


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def phrases(text: str) -> list[str]:
    """Phrases of common words that an article or an owner opens: "the vulnerability map", "Graeme Obree's bike"."""
    found, at = [], 0
    while match := _PHRASE.search(text, at):
        words = match.group().split()
        owner = next((i for i, word in enumerate(words) if re.search(r"['’]s?$", word)), 0) + 1
        kept = words[:owner]
        for word in words[owner : owner + 4]:
            if word in _PHRASE_END:
                break
            kept.append(word)
        if len(kept) > owner:
            found.append(" ".join(kept))
        at = match.start() + len(" ".join(kept))  # another may open behind it: "a surgery in the old library"
    return found


def counted(question: str) -> str | None:
    """Those whom "How many accounts wrote ...?" counts, so described that they can be asked about."""
    match = _COUNTED.match(question.rstrip("?. "))
    if match is None:
        return None
    who = "who" if match["ones"].lower() in _PEOPLE else "which"
    return f"the {match['ones']} {who} {match['did']}"


def described(question: str) -> str | None:
    """The one whom "Who refereed the match?" asks for, so described that he or she can be asked about."""
    asked = question.rstrip("?. ")
    office = _WHO_IS.match(asked)
    if office:
        return office["office"] if re.match(r"(?:the|[A-Z])", office["office"]) else None
    match = _WHO_DID.match(asked)
    return f"the person who {match['did']}" if match else None


def subject(question: str) -> str | None:
    """What a question without capitals asks about: the words after its auxiliary, up to the verb or preposition."""
    match = _SUBJECT.search(question)
    if match is None:
        return None
    words: list[str] = []
    whole = False
    for word in match["subject"].split():
        if word.lower() in _PHRASE_END or (words and word.lower() in ("the", "a", "an")):
            whole = word.lower() == "of"  # the verb is still to come
            break
        words.append(word)
    acting = re.match(r"(?:did|does|do|has|have|had|can|could|will|would|should)\b", match.group(), re.IGNORECASE)
    if len(words) > 1 and not whole and (acting or _PARTICIPLE.search(words[-1])):
        words = words[:-1]
    return " ".join(words[:5]) if any(word.lower() not in STOP_WORDS for word in words) else None


def richer(noun: str, text: str) -> str | None:
    """How a text describes the one that "the `noun`" means: by a name, an apposition, or words that set it apart."""
    for pattern, form in _DESCRIPTIONS:
        for match in re.finditer(pattern.format(noun=re.escape(noun)), text):
            words = match["words"].split()
            if words[0].lower() not in _OPENERS and not any(w.lower() in STOP_WORDS for w in words[:1]):
                return form.format(words=" ".join(words), noun=noun)
    return None


_RUN = r"[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*"
_DESCRIPTIONS = (
    (rf"(?P<words>{_RUN}\s+(?i:{{noun}}))\b", "the {words}"),
    (rf"\b(?i:{{noun}}),?\s+(?:called\s+|named\s+)?(?P<words>{_RUN})", "the {noun} {words}"),
    (rf"(?P<words>{_RUN}),?\s+(?:the|a|an|our|their)\s+(?:[a-z-]+\s+)?{{noun}}\b", "the {noun} {words}"),
    (
        rf"\b(?:the|a|an)\s+(?P<words>(?:[a-z-]+\s+)?{{noun}}\s+(?:of|in|at|for|on|about)\s+(?:the\s+)?{_RUN})",
        "the {words}",
    ),
    (r"\b(?:the|a|an)\s+(?P<words>[a-z-]+\s+(?:[a-z-]+\s+)?{noun})\b", "the {words}"),
)


def owned(name: str) -> str:
    """The possessive of a name."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"
