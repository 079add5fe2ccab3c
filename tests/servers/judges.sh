#!/bin/sh
# Judges our documents by what is not ours: veraPDF (ISO 19005-3, level B; ISO 14289-1), Mustang (Factur-X, XRechnung), and the official
# rule sets of CEN, KoSIT, OpenPeppol and FNFE (which are fetched for this alone and never shipped).
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
fetch com.helger.phive.rules:phive-rules-en16931:4.3.7 phive-rules-en16931-4.3.7.jar
fetch com.helger.phive.rules:phive-rules-xrechnung:4.2.3 phive-rules-xrechnung-4.2.3.jar
fetch com.helger.phive.rules:phive-rules-peppol:4.3.7 phive-rules-peppol-4.3.7.jar
fetch com.helger.phive.rules:phive-rules-france:4.2.3 phive-rules-france-4.2.3.jar

echo "official rule sets, drawn e-invoices of all regimes:"
PYTHONPATH=. "${PYTHON:-python3}" tests/servers/judge_rules.py "$judges" "${JUDGES_SEED:-1}" "${JUDGES_COUNT:-300}" || {
    echo "judges: an official rule refuses an e-invoice, or a fault was not caught" >&2
    exit 1
}

PYTHONPATH=. "${PYTHON:-python3}" tests/servers/judge_samples.py "$work"

echo "veraPDF, PDF/A-3b:"
java -cp "$judges/greenfield-apps-1.28.2.jar" org.verapdf.apps.GreenfieldCliWrapper \
    --flavour 3b --format text "$work"/invoices/*.pdf "$work"/letters/*.pdf | tee "$work/verapdf.txt"
if grep -qv '^PASS ' "$work/verapdf.txt" || ! [ -s "$work/verapdf.txt" ]; then
    echo "judges: veraPDF refuses a document" >&2
    exit 1
fi

echo "veraPDF, PDF/UA-1:"
java -cp "$judges/greenfield-apps-1.28.2.jar" org.verapdf.apps.GreenfieldCliWrapper \
    --flavour ua1 --format text "$work"/invoices/*.pdf "$work"/letters/*.pdf | tee "$work/accessible.txt"
if grep -qv '^PASS ' "$work/accessible.txt" || ! [ -s "$work/accessible.txt" ]; then
    echo "judges: veraPDF finds a document that is not accessible" >&2
    exit 1
fi

echo "Mustang, Factur-X EN 16931 and EXTENDED, XRechnung:"
java -cp "$judges/validator-2.25.0-shaded.jar" tests/servers/Judge.java \
    "$work"/invoices/*.pdf "$work"/xrechnung_cii/*.xml 2>"$work/mustang.log" || {
    cat "$work/mustang.log" >&2
    echo "judges: Mustang refuses a document" >&2
    exit 1
}
echo "judges: all documents pass"
