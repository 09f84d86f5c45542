#!/bin/sh
# Runs the sample of the README: examples/quickstart/run.sh [FOLDER]
# Its ledger goes to FOLDER/.cnv/ledger; FOLDER is a new one for each run where it is left out.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
root=$(dirname -- "$(dirname -- "$here")")
. "$root/.mvn/jdk.sh"

folder=${1:-$(mktemp -d)}
mkdir -p "$folder"

echo "building; the first time it takes minutes" >&2
"$root/build" -q package -Pquick -pl examples/quickstart -am -DskipTests >&2
cd "$folder"
"$JAVA_HOME/bin/java" \
    --module-path "$here/target/quick/classes:$(cat "$here/target/quick/module-path")" \
    --module quickstart/quickstart.Quickstart
echo "see it: $root/cnv ledger show --dir $PWD/.cnv/ledger" >&2
