"""Whether a draft names the right source for a quotation. It accuses only where every telling name is another's."""

from __future__ import annotations

from collections.abc import Sequence

from qa.check.context import Context
from qa.check.lookup import Standing
from qa.check.sources import Named, Names, Role, fits
from qa.own_words import same_person
from qa.quotations import Quotation
from qa.speakers import speakers

NAMED = 10  # documents of a named source that are looked into besides what search finds


class Attribution:
    """Judges the attributions of one draft's quotations."""

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._names = names
        self._said = {(one.start, one.end): one.speaker for one in speakers(text)}

    def documents(self, context: Context) -> list[str]:
        """Documents of the sources that are named, those of fewest documents first."""
        named = sorted(self._named(context), key=lambda one: len(one.documents))
        return list(dict.fromkeys(document for one in named for document in sorted(one.documents)[:NAMED]))[:NAMED]

    def judge(
        self, context: Context, quotation: Quotation, found: Sequence[Standing]
    ) -> tuple[list[Standing], str | None]:
        """The places in order, those that fit what the draft names first; and the wrong name, None if there is none."""
        named = self._named(context)
        for role in (Role.TITLE, None):
            telling = [one for one in named if role is None or one.role is role]
            if not telling:
                continue
            right = {document for one in telling for document in one.documents}
            fitting = [
                one for one in found if one.document.id in right or (role is None and self._fits(context, one, named))
            ]
            if not fitting:
                return list(found), telling[0].words
            found = [*fitting, *(one for one in found if one not in fitting)]
            break
        return list(found), self._wrong_speaker(quotation, found)

    def _wrong_speaker(self, quotation: Quotation, found: Sequence[Standing]) -> str | None:
        """Whom the draft has say it, where every place has somebody else say it and is not by that person."""
        who = self._said.get((quotation.start, quotation.end))
        if not who:
            return None
        for one in found:
            by = one.speaker
            if by is None or same_person(who, by) or fits(who, (one.document.author, one.document.publisher)):
                return None
            if " " not in who and who not in one.document.text:
                return None  # a lone word that names nobody there: "Critics said"
        return who

    def _fits(self, context: Context, standing: Standing, named: Sequence[Named]) -> bool:
        """Whether what is said beside the names, such as "told the Mercury", means this place's document."""
        document = standing.document
        words = " ".join(self._text[start:end] for start, end in context.stretches) + " " + context.note
        for one in named:
            words = words.replace(one.words, " ")
        return fits(words, (document.title, document.publisher, document.author))

    def _named(self, context: Context) -> list[Named]:
        inside = self._names.named(self._text, context.stretches)
        return [*inside, *self._names.named(context.note, [(0, len(context.note))])]
