#!/bin/sh
# Runs the payments load: examples/payments/run.sh [TRANSFERS [PER_SECOND [FOLDER]]]
# 100,000,000 transfers as fast as they are taken, then 500,000 a second for ten seconds.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
root=$(dirname -- "$(dirname -- "$here")")
. "$root/.mvn/jdk.sh"

transfers=${1:-100000000}
rate=${2:-500000}
folder=${3:-$(mktemp -d)/ledgers}

echo "building; the first time it takes minutes" >&2
"$root/build" -q package -Pquick -pl examples/payments -am -DskipTests >&2
echo "ledgers: $folder" >&2
# ZGC, whose pauses are far below a millisecond: the vector code allocates until it is compiled.
exec "$JAVA_HOME/bin/java" -Xms1g -Xmx1g -XX:+UseZGC \
    --module-path "$here/target/quick/classes:$(cat "$here/target/quick/module-path")" \
    --add-modules jdk.incubator.vector \
    --module dev.cnv.examples.payments/dev.cnv.examples.payments.PaymentsDemo \
    "$folder" "$transfers" "$rate"
