# Every target makes its own virtual environment when there is none.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
DATA   ?=
STAMP  := $(VENV)/.installed

.PHONY: help demo test lint eval bench docs seed-lexicon train-aligner lemma-tables train-tagger train-checks clean

help:
	@echo "make demo   build a memory, a glossary and reports from examples/, then check three new translations"
	@echo "make test   run the test suite"
	@echo "make lint   ruff, mypy, import-linter"
	@echo "make eval   score alignment on examples/gold, or on all of DATA=folder"
	@echo "make bench  speed, as ratios in one run"
	@echo "make seed-lexicon, make train-aligner   learn what the aligner ships (DATA=folder of evaluation data)"
	@echo "make lemma-tables, make train-tagger    compile the word tables, learn the taggers (DATA=folder with ud/)"
	@echo "make train-checks   learn what tells stray words and omissions from free translations (DATA=folder)"
	@echo "make docs   the pages of the checks, from their docstrings"

$(STAMP): pyproject.toml hatch_build.py $(wildcard tmx/align/loops/*) tmx/text/stems.c termbase/match/walks.c
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[html,docs,spelling,postgres,dev]'
	$(BIN)/python -m compileall -q tmx termbase toolkit # a third of a second for each command where Python writes no .pyc
	@touch $@

demo: $(STAMP)
	@ACCORD=$(BIN)/accord examples/demo.sh

test: $(STAMP)
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile # a file's tests share what was made for them

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

eval: $(STAMP)
	ACCORD=$(BIN)/accord benchmarks/evaluate.sh $(DATA)

# The dictionaries are Debian's packages dict-freedict-deu-fra, -deu-eng, -fra-eng and -eng-fra; PACKAGES is a folder of
# others, which benchmarks/french_english.py and dictionaries.py name; the latter asks for more of FreeDict's as well.
FREEDICT ?= /usr/share/dictd

seed-lexicon: $(STAMP)
	$(BIN)/python benchmarks/seed_lexicon.py $(DATA)
	$(BIN)/python benchmarks/french_english.py $(PACKAGES) --freedict $(FREEDICT)
	$(BIN)/python benchmarks/seed_dictionary.py $(FREEDICT)
	$(BIN)/python benchmarks/dictionaries.py $(PACKAGES) --freedict $(FREEDICT)
	$(BIN)/python benchmarks/german_french.py $(PACKAGES) --freedict $(FREEDICT)

# The weights are learnt with lexicons that have not seen the set which they help to align.
SEEDS := $(foreach set,ntrex tico19 alibi transread,out/seeds/seed_$(set).tsv)

$(SEEDS): out/seeds/seed_%.tsv: benchmarks/seed_lexicon.py $(STAMP)
	mkdir -p out/seeds
	$(BIN)/python benchmarks/seed_lexicon.py $(DATA) --without $* -o $@

train-aligner: $(STAMP) $(SEEDS)
	$(BIN)/python benchmarks/train_aligner.py $(DATA) --seeds out/seeds --cross-validate \
		--diagram docs/images/reliability.svg

# The dictionaries are Debian's packages hunspell-fr-comprehensive, hunspell-en-us and wordnet-base.
HUNSPELL ?= /usr/share/hunspell
WORDNET  ?= /usr/share/wordnet

lemma-tables: $(STAMP)
	$(BIN)/python benchmarks/lemma_tables.py fr --hunspell $(HUNSPELL)/fr
	$(BIN)/python benchmarks/lemma_tables.py en --hunspell $(HUNSPELL)/en_US --wordnet $(WORDNET)

# What the dictionary says of a word is a feature: after new tables, the taggers are learnt again.
train-tagger: $(STAMP)
	$(BIN)/python -m pip install --quiet --editable '.[train]'
	$(BIN)/python benchmarks/train_tagger.py fr $(DATA)/ud/fr_sequoia-ud-train.conllu \
		$(DATA)/ud/fr_sequoia-ud-dev.conllu $(DATA)/ud/fr_gsd-ud-dev.conllu --test $(DATA)/ud/fr_gsd-ud-test.conllu
	$(BIN)/python benchmarks/train_tagger.py en $(DATA)/ud/en_ewt-ud-train.conllu $(DATA)/ud/en_ewt-ud-dev.conllu \
		$(DATA)/ud/en_pud-ud-test.conllu --test $(DATA)/ud/en_ewt-ud-test.conllu

# The models of words between their neighbours are written; the weights of the checks are printed.
ALIGNED := $(DATA)/alignment
STRAYS := $(foreach glossary,tico19/f_en-fr_XX.csv tico19/g_en_fr-FR.csv qa/glossary.tsv,\
	$(ALIGNED)/tico19-fr-en-hard=$(DATA)/$(glossary)) $(foreach set,tico19-fr-en-hard ntrex-fr-en-hard alibi-fr-en transread-fr-en,$(ALIGNED)/$(set))

train-checks: $(STAMP) $(SEEDS)
	$(BIN)/python benchmarks/train_word_fit.py fr $(DATA)/ud/fr_*.conllu \
		$(ALIGNED)/ntrex-fr-en-hard/*/src.txt $(ALIGNED)/transread-fr-en/*/src.txt $(ALIGNED)/alibi-fr-en/*/src.txt
	$(BIN)/python benchmarks/train_word_fit.py en $(DATA)/ud/en_*.conllu \
		$(ALIGNED)/ntrex-fr-en-hard/*/tgt.txt $(ALIGNED)/transread-fr-en/*/tgt.txt $(ALIGNED)/alibi-fr-en/*/tgt.txt
	$(BIN)/python benchmarks/train_strangers.py $(STRAYS) --files 8 --seeds out/seeds
	$(BIN)/python benchmarks/train_omissions.py $(ALIGNED)/tico19-fr-en-hard $(ALIGNED)/ntrex-fr-en-hard \
		--files 16 --seeds out/seeds

docs: $(STAMP)
	$(BIN)/python -m toolkit.messages.catalogue
	$(BIN)/python -m toolkit.checks.pages docs/checks

bench: $(STAMP)
	$(BIN)/python benchmarks/speed.py

clean:
	rm -rf $(VENV) out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
