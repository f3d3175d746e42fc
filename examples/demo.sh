#!/bin/sh
# The main job on the example releases: build a memory, a glossary and a report, then check three new translations.
# ACCORD is the command to run; what is written goes to out/ in the current folder.
set -eu
ACCORD=${ACCORD:-accord}
HERE=$(dirname "$0")
OUT=${OUT:-out}

"$ACCORD" build "$HERE/originals" "$HERE/releases" --from en --to fr --glossary "$HERE/glossary.tbx" -o "$OUT"

check() { # the exit code 1 says that there are findings: here they are the point
    "$ACCORD" qa "$@" --from en --to fr --glossary "$HERE/glossary.tbx" --memory "$OUT/memory.tmx" || [ $? = 1 ]
}
echo
check "$HERE/new/regional-conference.xlf" "$HERE/new/mobile-app.po"
echo
check "$HERE/new/centre-de-reintegration.fr.docx" --source "$HERE/new/reintegration-centre.en.docx"
check "$HERE/new/regional-conference.xlf" "$HERE/new/mobile-app.po" --format html -o "$OUT/qa.html"

echo
echo "Where to look:"
echo "  $OUT/alignment.html   the releases side by side, doubtful places first"
echo "  $OUT/alignment.xlsx   the same as a workbook, to approve and correct"
echo "  $OUT/qa.html          what the check found, with the spots marked"
echo "  $OUT/memory.tmx       for your CAT tool"
echo "  $OUT/glossary.csv     the draft glossary, for a spreadsheet (glossary.tbx for a CAT tool)"
