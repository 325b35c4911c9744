"""One contender in a process of its own: ``python -m suite.serving NAME FOLDER``, JSON lines in and out.

{"do": "add", "documents": [[id, title, text], ...]}, {"do": "open"}, {"do": "search" | "ask", "question": ...},
{"do": "resident"}; each line is answered by {"result": ..., "computed": ms}, or by {"error": ...}.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from suite.contenders import Contender, LangChain, Plain, Quoth, Txtai
from suite.haystack_peer import Haystack
from suite.memory import resident
from suite.texts import Text

CONTENDERS: dict[str, Callable[[Path], Contender]] = {
    "quoth": Quoth, "plain faiss": Plain, "haystack": Haystack, "txtai": Txtai, "langchain": LangChain,
}  # fmt: skip


def answered(contender: Contender, row: dict[str, Any]) -> object:
    match row["do"]:
        case "add":
            contender.add([Text(*document) for document in row["documents"]])
            return None
        case "save":
            contender.save()
            return None
        case "open":
            contender.open()
            return None
        case "search":
            return contender.search(row["question"])
        case "ask":
            return contender.ask(row["question"])
        case _:
            return resident()


def main() -> None:
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the libraries print is no reply
    contender = CONTENDERS[sys.argv[1]](Path(sys.argv[2]))
    for line in sys.stdin:
        began = time.process_time()
        try:
            result = answered(contender, json.loads(line))
            reply: dict[str, object] = {"result": result, "computed": 1000 * (time.process_time() - began)}
        except Exception as error:  # a peer's failure is a figure of the report, not the end of it
            reply = {"error": repr(error)}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


if __name__ == "__main__":
    main()
