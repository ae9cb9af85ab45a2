# `make demo` and `make test` set up everything they need in .venv on their own.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready
OUT ?= out
LANG_OPTION ?= --lang zh

# Where it is set, each of the many starts of the program would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test lint golden validate bench wheel clean

$(RUN_READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(DEV_READY): $(RUN_READY)
	$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(RUN_READY)  ## compile the example city and say where the result lies
	$(BIN)/cityghg compile examples/lakeside-city --out $(OUT) $(LANG_OPTION)

# A file stays on one worker, which starts its cluster or database once; the long files come first.
test: $(DEV_READY)  ## run every test
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

lint: $(DEV_READY)  ## style, types, import layers, factor libraries
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cityghg factors check

golden: $(DEV_READY)  ## write the golden results of the examples anew
	$(BIN)/python -m pytest tests/golden -n 0 --update-golden

validate: $(DEV_READY)  ## compare with published inventories: make validate DATA=dir
	$(BIN)/python -m validation $(DATA)
	$(BIN)/python -m validation.slips $(DATA)

bench: $(DEV_READY)  ## time the program beside a reference
	$(BIN)/python -m benchmarks

wheel: $(DEV_READY)  ## build the wheel into dist/
	$(BIN)/python -m build --wheel --outdir dist .

clean:
	rm -rf $(VENV) build dist $(OUT)
