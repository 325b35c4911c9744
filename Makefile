# The README's two commands. `make run` opens the app on the sample library; `make test` runs every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := .quoth/sample
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check install install-dev chromium clean

# The library is built once; a second run only brings it in step with data/sample, which takes a second.
run: $(VENV)/.installed
	@if [ -f $(SAMPLE)/catalog.sqlite ]; then $(BIN)/quoth --library $(SAMPLE) sync; \
	else $(BIN)/quoth --library $(SAMPLE) add data/sample; fi
	@$(BIN)/quoth --library $(SAMPLE) serve

test: install-dev chromium check
	$(BIN)/pytest

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@

# The browser tests drive a real Chromium: Debian's package is installed where no Chromium is found.
chromium:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
		[ "$$(id -u)" = 0 ] && SUDO= || SUDO=sudo; \
		$$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq --no-install-recommends chromium >/dev/null; }

clean:
	rm -rf $(VENV) .quoth build *.egg-info
