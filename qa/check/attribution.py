"""Whether a draft names the right source for a quotation. It accuses only where every telling name is another's."""

from __future__ import annotations

from collections.abc import Sequence

from qa.check.context import Context
from qa.check.lookup import Standing
from qa.check.sources import Named, Names, Role, fits

NAMED = 10  # documents of a named source that are looked into besides what search finds


class Attribution:
    """Judges the attributions of one draft's quotations."""

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._names = names

    def documents(self, context: Context) -> list[str]:
        """Documents of the sources that are named, those of fewest documents first."""
        named = sorted(self._named(context), key=lambda one: len(one.documents))
        return list(dict.fromkeys(document for one in named for document in sorted(one.documents)[:NAMED]))[:NAMED]

    def judge(self, context: Context, found: Sequence[Standing]) -> tuple[list[Standing], str | None]:
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
            return [*fitting, *(one for one in found if one not in fitting)], None
        return list(found), None

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
