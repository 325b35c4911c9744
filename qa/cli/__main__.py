"""``python -m qa.cli`` is ``quoth``."""

from qa.cli import main

main()
