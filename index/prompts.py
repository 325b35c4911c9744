r"""The table of what web pages, mails and clippings say beside their text. A pattern matches a whole short paragraph.

A rule asks for the words of a prompt, not for its topic: "Sign up to our newsletter" is one, "The newsletter has 900
readers." is text. English only; another language's clutter stays in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NAMED = {
    "<platform>": r"(?:facebook|twitter|x|instagram|youtube|linkedin|whatsapp|pinterest|reddit|tiktok|telegram|tumblr|"
    r"flickr|google\+?|messenger|mastodon|bluesky|threads|snapchat|flipboard|rss|sms)",
    "<letter>": r"(?:newsletters?|e-?mails?(?: (?:alerts?|updates?|list))?|mailing list|bulletins?|"
    r"news (?:alerts?|updates?))",
    "<mail>": r"(?:e-?mail|message|newsletter|communication)",
    "<subscribe>": r"(?:please |to )?(?:sign[- ]?up|subscribe|register)(?: \w+)? (?:to|for|with)",
    "<piece>": r"(?:article|story|page|post|video|content|link)",
    "<thread form>": r"(?:leave|post|add|write|submit) (?:a|your) (?:reply|comment)(?: below)?\W*(?:cancel reply)?",
    "<policy>": r"(?:privacy(?: (?:policy|notice))?|terms(?: of (?:use|service)| (?:and|&) conditions)?|"
    r"cookies?(?: (?:policy|settings))?|accessibility(?: statement)?|site ?map)",
}  # fmt: skip

# reason, most words, pattern
_ALONE = r"""
copyright      40  (?:©|copyright ?(?:©|\(c\)|\d{4}\b))[^?]*
copyright      15  ©? ?\(c\) (?:copyright )?\d{4},? (?-i:[A-Z])[^.?]{1,60}\.?
copyright      25  (?:[^?]{0,120}[.,;|©–-] ?)?all rights reserved\W*
newsletter     30  <subscribe> our\b.*?\b<letter>\b.*
newsletter     15  <subscribe> [^.]*?\b<letter>(?:[.!]|\b[^.]*)
newsletter     15  <letter> (?:sign[- ]?up|subscription)
newsletter      2  (?:sign[- ]?up|subscribe)[!.]?
newsletter     30  (?:get|have|want|receive|sign up|the|your|our|all|don't)\b.* (?:in|to|into) your inbox\b.*
newsletter     30  (?:thank you|thanks) for (?:subscribing|signing up)\b.*
newsletter     30  (?:you can |to )?unsubscribe(?:\W|$).{0,120}
newsletter     30  (?:if you )?no longer (?:want|wish) to receive (?:these|our)\b.*
newsletter     30  (?:view|read|open) this <mail> in (?:your|a) browser\b.*
newsletter     40  you(?:'re| are)? (?:receiving|received|getting) this <mail> because\b.*
newsletter     40  by (?:signing up|subscribing|entering your e-?mail|clicking)\b.*\byou\b.*\b(?:agree|consent)\b.*
newsletter     10  (?:manage|update|change) your (?:e-?mail |subscription )?(?:preferences|settings|subscriptions?)\W*
form           20  please (?:enter|provide|supply) (?:a|your) valid e-?mail\b.*
form           20  (?:(?:required )?fields (?:are )?marked\b|your e-?mail address will not be published).*
form           12  connecting to (?:%s|<platform>)\W*
log in         20  already (?:a |an |have |registered|subscribed)[^.]*\b(?:log|sign) ?in\b[^.]*
log in         20  not (?:a |yet |registered|subscribed)[^.]*\b(?:sign ?up|register(?: now)?)\W*
log in          8  (?:log|sign) ?in (?:or|/|\||to) ?(?:register|sign up|subscribe|create (?:an )?account|continue)\W*
log in         25  to (?:continue|keep) reading\b.*
log in         25  subscribe (?:now|today)\b.*
log in         25  register (?:now )?(?:for free )?to (?:continue|keep|read)\b.*
share          10  (?:(?:follow|like|find|join) (?:us|me|@\w+)|connect with us) on <platform>\b[^.]*[.!]?
share           8  (?:follow|connect with|find) us(?: on social media)?\W*
share          15  click (?:here )?to (?:share|e-?mail|print|tweet)\b.*
share          10  share on <platform>\b.{0,40}
comments       25  (?:please )?(?:log|sign)[- ]?in (?:or register )?to (?:comment|reply|vote|post a|leave a|add a)\b.*
comments       25  you must (?:be )?(?:log|sign)(?:ged|ned)?[- ]?in to (?:comment|reply|vote|post a|leave a|add a)\b.*
comments       12  <thread form>
comments       12  (?:comments (?:are|have been) (?:now )?closed|be the first to (?:comment|reply))\b[^.]*\.?
comments        8  (?:view|show|read|hide|load|see) (?:all |more |the )*(?:\d+ )?comments\W*(?:\(?\d+\)?)?
comments        8  (?:join the (?:conversation|discussion)|report (?:this )?comment|sort (?:comments )?by\b.*)\W*
comments       40  (?:pingback|trackback) ?:.*
comments       30  you are commenting using your\b.*
comments       30  fill in your details below\b.*
comments       30  notify me of (?:follow-?up|new)\b.*
cookies        80  .*\b(?:we|(?:web)?site|page)(?: and \w+ partners)? (?:uses?|stores?|sets?) (?:\w+ )?cookies\b.*
cookies        30  .*\b(?:our use of|partners would like to (?:store|use|set)|agree to (?:our|the use of)) cookies\b.*
cookies        15  cookies on this (?:web)?site\b.*
cookies         8  (?:accept|allow|reject|decline|manage|essential|your) (?:all |only |optional )?cookies?(?: \w+)?\W*
cookies         4  cookie (?:settings|preferences|notice|policy|consent)\W*
read more      12  (?:continue|keep) reading\b[^.]*(?:\.\.\.)?
read more      12  (?:click here to )?read (?:the )?(?:full|whole|original|rest of the) ?(?:the |this )?<piece>\b[^.]*
read more      28  (?:read|see) (?:more|also|next|this next) ?[:>|»–-].*[^.:]
read more      28  (?:(?:also|must) read|related <piece>s?|you (?:may|might) also (?:like|enjoy)) ?:.*[^.:]
navigation      8  skip to (?:main |the )?(?:content|navigation|search)\W*
navigation      8  (?:back|return|go) to (?:the )?top(?: of (?:the )?page)?\W*
navigation      6  (?:toggle|show|hide|open|close) (?:the )?(?:navigation|menu)\W*
navigation      6  (?:proudly )?powered by \w[\w ]*\.?
navigation     25  (?:filed under|posted in|tags|tagged(?: (?:as|with))?|you are here) ?:.*[^.]
navigation     25  filed under [^.]*
advertisement   2  (?:advertisements?|advert|sponsored|sponsored content|ad feedback)\W*
advertisement   8  (?:advertisement\W+)?(?:(?:story|article) continues (?:below|after)|scroll to continue)\b.*
player         15  (?:this|the embedded) (?:video|media|content) (?:is|has been|cannot|can't)\b.*\b(?:un)?available\b.*
player          8  \w+ (?:videos?|media|content) (?:no longer|not|un)\s?available\W*
player         25  (?:your|this) browser (?:does not|doesn't) support\b.*
player         25  (?:please )?(?:enable|turn on) javascript\b.*
player          6  (?:(?:video|media) player is loading|play(?: the)? video)\W*
disclaimer    120  this <mail>\b.{0,120}\b(?:confidential|privileged)\b.*
disclaimer    120  this <mail>\b.{0,120}\bintended (?:solely|only|exclusively) for\b.*
disclaimer    120  this <mail>\b.{0,120}\bfor the (?:named|addressee|sole|exclusive|use|intended|recipient)\b.*
disclaimer    120  if you have received (?:it|this(?: <mail>)?|the <mail>)\b.{0,60}\b(?:error|mistake)\b.*
disclaimer    120  if you are not the (?:intended|named) \w+\b.{0,60}\b(?:<mail>|error)\b.*
disclaimer     25  (?:please )?(?:consider|think of) the environment before (?:you )?print.*
disclaimer     12  sent from (?:my \w+(?: \w+)?\W*|(?:outlook|yahoo mail|mail) for .*)
disclaimer     25  (?:caution|warning|external)\W+this <mail> (?:originated|came|was sent)\b.*
page number     5  \W*page \d{1,4} (?:of|/) ?\d{1,4}\W*
"""

# reason, beside which reasons, most words, pattern. Alone, each of these may be a heading, a field of a real form, or a
# cell of a table.
_BESIDE = r"""
navigation  any                       5  (?:home(?:page)?|menu|search|contact(?: us)?|about(?: us)?|<policy>|help)\W*
navigation  any                       5  (?:careers|jobs|advertise(?: with us)?|subscribe|newsletters?|rss|faqs?)\W*
navigation  any                       3  (?:log ?in|sign ?in|register|my account|latest news)\W*
share       share,comments            4  (?:share|tweet|print|e-?mail|save|copy link|like|pin it|follow|comments?)\W*
share       share,comments            4  (?:\d+ (?:shares?|comments?|likes?)|<platform>)\W*
comments    comments,form,share       5  (?:reply|cancel reply|submit|logo|post comment)\W*
comments    comments,form,share       5  \d+ (?:comments?|responses?|replies)\W*
comments    comments,form,share       5  (?:<platform>|gravatar|wordpress\.com) (?:photo|picture|logo)\W*
form        form,comments,newsletter  5  (?:your )?(?:(?:first |last |full |user)?name|e-?mail(?: address)?)\W*
form        form,comments,newsletter  5  (?:website|url|message|comment|password|submit|send|sign ?up|required)\W*
form        form,comments,newsletter  5  (?:remember me|i agree|forgot(?:ten)?(?: your)? password)\W*
newsletter  newsletter,form          12  .*\b(?:newsletters?|inbox)\b.*
newsletter  newsletter,form           3  (?:no,? thanks?|maybe later|close)\W*
cookies     cookies                   6  (?:accept|agree|reject|decline|manage)(?: all| cookies| choices)?\W*
cookies     cookies                   6  (?:only )?(?:the )?(?:necessary|essential)(?: ones| cookies)?(?: only)?\W*
cookies     cookies                   6  (?:ok|got it|i agree|(?:learn|find out) more|more information|settings)\W*
"""

# how many links must follow, where text follows them; pattern
_CUES = r"""
1  (?:read|see) (?:more|also|next)(?: (?:on|about|from) [^.]{1,40})?(?: ?[:>»]|\.{3})?
2  (?:related|recommended|more|other) (?:<piece>s?|stories|coverage)(?: (?:for you|from [^.]{1,40}))? ?:?
3  (?:most (?:read|popular|viewed|shared|commented|watched)|trending(?: now)?|top stories|up next)(?: [^.]{1,30})? ?:?
3  (?:popular|recent|latest) (?:news|stories|posts|comments|headlines|articles)(?: [^.]{1,30})? ?:?
3  (?:editor'?s'? picks?|don'?t miss|you (?:may|might) also (?:like|enjoy|be interested in))(?: [^.]{1,30})? ?:?
3  (?:what to read next|more (?:on this story|like this|for you))(?: [^.]{1,30})? ?:?
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """A paragraph of at most so many `words` that is all `pattern` is boilerplate, for this `reason`.

    With `beside`, only where the paragraph before or after it is boilerplate for one of these reasons.
    """

    reason: str
    pattern: re.Pattern[str]
    words: int
    beside: frozenset[str] = frozenset()

    def allows(self, words: str, neighbour: str = "") -> bool:
        """Whether `words`, beside boilerplate of the reason `neighbour`, are boilerplate."""
        fits = not self.beside or neighbour in self.beside
        return fits and len(words.split()) <= self.words and self.pattern.fullmatch(words) is not None


@dataclass(frozen=True, slots=True)
class Cue:
    """The line above a list of links; where text follows the list, it must have so many `items` to be one."""

    pattern: re.Pattern[str]
    items: int


def _rows(table: str, columns: int) -> Iterator[list[str]]:
    return (re.split(r" {2,}", line, maxsplit=columns - 1) for line in table.strip().split("\n"))


def _compiled(pattern: str) -> re.Pattern[str]:
    for name, meaning in _NAMED.items():
        pattern = pattern.replace(name, meaning)
    return re.compile(pattern, re.I)


RULES = tuple(Rule(reason, _compiled(pattern), int(words)) for reason, words, pattern in _rows(_ALONE, 3))
BESIDE = tuple(
    Rule(reason, _compiled(pattern), int(words), frozenset(beside.split(",")) - {"any"})
    for reason, beside, words, pattern in _rows(_BESIDE, 4)
)
MENU = tuple(rule for rule in BESIDE if rule.reason == "navigation")
CUES = tuple(Cue(_compiled(pattern), int(items)) for items, pattern in _rows(_CUES, 2))

COOKIE = re.compile(r"\bcookies?\b", re.I)
FORM = _compiled("<thread form>")
HANDLE = re.compile(r"[\w.@-]{2,30}(?: [\w.]{1,20})? ?: \S.*")
THREAD = re.compile(
    r"(?P<count>\d+) (?:responses?|comments?|replies|thoughts?) (?:to|on) \W*[\"«].*|comments ?\((?P<number>\d+)\) ?:?",
    re.I,
)

# Words that a row of buttons is made of; one of the first kind, or two platforms, make it one.
_ACTIONS = frozenset("share tweet print e-mail email save follow like pin retweet forward".split())
_FILLERS = frozenset(
    "this article story page post on via by with to it copy link now more us all your comment comments shares likes "
    "friend friends opens in new window tab a the".split()
)
_OBJECTS = frozenset("this article story page post link us".split())
_A_PLATFORM = _compiled("<platform>")
_ENTRY = _compiled(
    r"home|about(?: us)?|contact(?: us)?|<policy>|log ?in|sign ?in|careers|advertise|subscribe|search|news|sport|"
    r"jobs|help"
)
_SURELY = _compiled(r"home|privacy (?:policy|notice)|terms .*|cookie .*|site ?map|log ?in|sign ?in|contact us|about us")


def widget(words: str) -> str:
    """The reason "share" where `words` are only a row of buttons for sharing, of two words or more; else ""."""
    if len(words) > 120 or words.endswith("."):
        return ""
    found = [word.casefold() for word in re.findall(r"[^\W\d_][\w+-]*", words)]
    platforms = {word for word in found if _A_PLATFORM.fullmatch(word)}
    if len(found) < 2 or not platforms.union(_ACTIONS, _FILLERS).issuperset(found):
        return ""
    actions = _ACTIONS.intersection(found)
    begins = found[0] in _ACTIONS and _OBJECTS.intersection(found)
    return "share" if len(platforms) >= 3 or (actions and platforms) or len(actions) >= 2 or begins else ""


def navigation(words: str) -> str:
    """The reason "navigation" where `words` are a site's menu or path, such as "Home | News | Sport"; else ""."""
    if len(words) > 300 or not re.search(r"[|>»›·•/]", words):
        return ""
    parts = [part.strip() for part in re.split(r"\s*[|>»›·•]+\s*|\s+/\s+", words) if part.strip()]
    if len(parts) < 2 or any(len(part.split()) > 5 for part in parts):
        return ""
    path = parts[0].casefold() == "home" and re.search(r"[>»›/]", words)
    entries = [part for part in parts if _ENTRY.fullmatch(part)]
    return "navigation" if path or (len(entries) >= 2 and any(_SURELY.fullmatch(part) for part in entries)) else ""
