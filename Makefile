# The README's two commands. `make run` opens the app on the sample library; `make test` runs every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SAMPLE := .quoth/sample
COMMA := ,
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run test check bench install install-dev chromium clean

# The library is built once; a second run only brings it in step with data/sample, which takes a second;
# what cannot be read then, such as a folder that is not mounted, is listed in the app.
run: $(VENV)/.installed
	@if [ -f $(SAMPLE)/catalog.sqlite ]; then $(BIN)/quoth --library $(SAMPLE) sync || :; \
	else $(BIN)/quoth --library $(SAMPLE) add data/sample; fi
	@$(BIN)/quoth --library $(SAMPLE) serve

test: install-dev chromium check
	$(BIN)/pytest

check: install-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# make bench SECTIONS=all DATA=folder/of/collections PASSAGES=1000,10000,100000; see tests/bench/README.md
SECTIONS ?= adding,asking,concurrency
PASSAGES ?= 1000,10000
bench: $(VENV)/.installed
	$(if $(filter all peers,$(subst $(COMMA), ,$(SECTIONS))),$(BIN)/pip install --quiet --editable '.[bench]')
	@$(BIN)/python tests/bench --sections $(SECTIONS) --passages $(PASSAGES) $(if $(DATA),--data $(DATA))

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
