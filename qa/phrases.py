"""What a question speaks of without a name: its phrases, its subject, those whom it asks for. By pattern."""

from __future__ import annotations

import re

from qa.confidence import STOP_WORDS
from qa.mentions import OPENERS

AUXILIARY = r"(?:did|does|do|was|were|is|are|has|have|had|can|could|will|would|should|must|may|might)"
_SUBJECT = re.compile(rf"\b{AUXILIARY}\s+(?P<subject>[^?.!,;]+)", re.IGNORECASE)
DONE = r"(?:\w{2,}(?:ed|en)|born|hurt|held|made|found|set|paid|sent|built|known|put|shut|told|left)"
_PARTICIPLE = re.compile(rf"{DONE}$")
_PHRASE_END = STOP_WORDS - {"the", "a", "an"} | frozenset(
    "about after against among around at before between during since until under over near like".split()
)
_OVER = rf"(?:{DONE}|{'|'.join(sorted(_PHRASE_END))})\b"
_OF = re.compile(rf" of(?: (?!{_OVER})[\w-]+){{1,4}}?(?= {_OVER}|(?! [\w-]))")
_PHRASE = re.compile(
    r"\b(?:(?:the|a|an|this|that|these|those)(?:\s+[A-Z]\w+){0,3}|[A-Z][\w-]*(?:\s+[A-Z][\w-]*)*['’]s?)"
    r"\s+[a-z][\w\s-]*"
)


_COUNTED = re.compile(
    rf"how many (?P<ones>\w+) (?P<did>(?:(?!{AUXILIARY}\b)[a-z]\w+|(?:was|were|has|have|had) \w+(?:ed|en)\b) .+)$",
    re.I,
)
_PEOPLE = frozenset("adults boys children girls men members officers parents people pupils staff women".split())
_WHO_IS = re.compile(
    r"(?:and |but )?who(?: is|['’]s| was| are| were) "
    r"(?P<office>(?:the|[A-Z]\S*['’]s?) [^,;]*[a-z][^,;]*|[a-z]+ (?:of|at|for) [^,;]+)$",
    re.I,
)
_WHO_DID = re.compile(rf"(?:and |but )?who (?P<did>(?!{AUXILIARY}\b(?! (?:{DONE}|\w+ing)\b)).+)$", re.IGNORECASE)


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


def last_phrase(question: str) -> str | None:
    """The last phrase of a question, with what it is of, without a verb behind it: "the rate of persistent absence"."""
    found = phrases(question)[-1:]
    if not found:
        return None
    whole = subject(question)
    if whole and found[0].startswith(f"{whole} "):
        return whole
    behind = question[question.rindex(found[0]) + len(found[0]) :]
    of = _OF.match(behind)
    return f"{found[0]}{of.group()}" if of else found[0]


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
        named = office["office"]
        if re.match(r"[a-z]+ (?:of|at|for)\b", named):
            return f"the {named}"
        return named if re.match(r"(?:the|[A-Z])", named) else None
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
            if words[0].lower() not in OPENERS and not any(w.lower() in STOP_WORDS for w in words[:1]):
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
