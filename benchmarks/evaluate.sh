#!/bin/sh
# Scores alignment, segmentation and the checks on a folder of evaluation data.
#   benchmarks/evaluate.sh [DATA]        ACCORD is the command (default: accord); without DATA: examples/gold
# DATA/alignment/<name>-<from>-<to>[-kind]/<doc>/{src,tgt,gold}.txt is aligned as one batch and one by one;
# DATA/releases/segmentation-gold.txt and the lists DATA/language/*tricky*-<language>.txt are segmented.
# DATA/qa/{good,bad,key,glossary}.tsv are checked.
set -eu
data=${1:-}
accord=${ACCORD:-accord}
if [ -z "$data" ]; then
    "$accord" evaluate alignment "$(dirname "$0")/../examples/gold" --from en --to fr
    exit
fi
[ -d "$data" ] || { echo "there is no folder $data: make eval DATA=folder" >&2; exit 2; }

for folder in "$data"/alignment/*/; do
    [ -d "$folder" ] || continue
    name=$(basename "$folder")
    languages=$(printf '%s\n' "$name" | sed -n 's/.*-\([a-z][a-z]\)-\([a-z][a-z]\)\(-.*\)\{0,1\}$/\1 \2/p')
    [ -n "$languages" ] || { echo "$name does not name its languages: skipped" >&2; continue; }
    for mode in '' --one-by-one; do
        echo "== $name${mode:+ one by one}"
        # shellcheck disable=SC2086  # the mode may be no argument at all
        "$accord" evaluate alignment "$folder" --from "${languages% *}" --to "${languages#* }" $mode |
            grep -E '^(document |all |documents |confidence )'
    done
done

if [ -f "$data/releases/segmentation-gold.txt" ]; then
    echo "== segmentation-gold.txt"
    "$accord" evaluate segmentation "$data/releases/segmentation-gold.txt" --lang fr
fi
for list in "$data"/language/*tricky*; do
    [ -f "$list" ] || continue
    language=$(basename "$list" | sed -n 's/.*[._-]\([a-z][a-z]\)\.[a-z]*$/\1/p')
    echo "== $(basename "$list")"
    "$accord" evaluate segmentation "$list" --lang "${language:-fr}"
done
if [ -f "$data/qa/key.tsv" ]; then
    echo "== checks"
    "$accord" evaluate qa "$data/qa" --from en --to fr
fi
