#!/bin/sh
# Judges our documents by programs that are not ours: veraPDF (ISO 19005-3, level B) and Mustang (Factur-X, EN 16931).
# Needs a JDK of version 11 or later and Maven with its central repository; without them it says so and ends with 0.
# PYTHON names the interpreter that has the project's dependencies; JUDGES a folder that keeps the judges between runs.
set -eu
cd "$(dirname "$0")/../.."

for tool in java javac mvn; do
    command -v "$tool" >/dev/null || { echo "judges: SKIPPED, there is no $tool" >&2; exit 0; }
done

judges=${JUDGES:-${XDG_CACHE_HOME:-$HOME/.cache}/o2cbot-judges}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() {
    [ -f "$judges/$2" ] || mvn -q -B dependency:copy -Dartifact="$1" -DoutputDirectory="$judges" ||
        { echo "judges: SKIPPED, $1 could not be fetched" >&2; exit 0; }
}
mkdir -p "$judges"
fetch org.verapdf.apps:greenfield-apps:1.28.2 greenfield-apps-1.28.2.jar
fetch org.mustangproject:validator:2.25.0:jar:shaded validator-2.25.0-shaded.jar

PYTHONPATH=. "${PYTHON:-python3}" tests/servers/judge_samples.py "$work"

echo "veraPDF, PDF/A-3b:"
java -cp "$judges/greenfield-apps-1.28.2.jar" org.verapdf.apps.GreenfieldCliWrapper \
    --flavour 3b --format text "$work"/invoices/*.pdf "$work"/letters/*.pdf | tee "$work/verapdf.txt"
if grep -qv '^PASS ' "$work/verapdf.txt" || ! [ -s "$work/verapdf.txt" ]; then
    echo "judges: veraPDF refuses a document" >&2
    exit 1
fi

echo "Mustang, Factur-X EN 16931:"
java -cp "$judges/validator-2.25.0-shaded.jar" tests/servers/Judge.java "$work"/invoices/*.pdf 2>"$work/mustang.log" || {
    cat "$work/mustang.log" >&2
    echo "judges: Mustang refuses a document" >&2
    exit 1
}
echo "judges: all documents pass"
