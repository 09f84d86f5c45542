#!/bin/sh
# usage: examples/payments/run.sh [--folder FOLDER] [TRANSFERS [PER_SECOND [BALANCE_PERCENT]]]
# Sends transfers between a million accounts as frames, as fast as they are taken, then at a rate for ten
# seconds, and prints what came of both. Ends with status 1 when a frame, a cent or a batch is missing.
#   TRANSFERS        100000000; at least 1000
#   PER_SECOND       500000; frames of the second run, at least 1000
#   BALANCE_PERCENT  10; of a hundred frames so many ask for a balance, 0 to 90
#   FOLDER           a new one; gets the ledgers, and the figures of both runs in payments.md
set -eu

usage() {
    sed -n '2,8s/^# \{0,1\}//p' "$0"
}

refuse() { # WHY
    echo "run.sh: $1" >&2
    usage >&2
    exit 2
}

check() { # NAME VALUE LEAST MOST
    case $2 in
        '' | *[!0-9]* | ??????????????*) refuse "$1=$2 is no number from $3 to $4" ;;
    esac
    [ "$2" -ge "$3" ] && [ "$2" -le "$4" ] || refuse "$1=$2 is no number from $3 to $4"
}

folder=
case ${1:-} in
    -h | --help) usage && exit 0 ;;
    --folder)
        [ -n "${2:-}" ] || refuse "--folder needs a folder"
        [ ! -e "$2" ] || refuse "FOLDER=$2 exists already"
        folder=$2
        shift 2
        ;;
esac
[ $# -le 3 ] || refuse "there are $# arguments, more than 3"
transfers=${1:-100000000}
rate=${2:-500000}
balances=${3:-10}
check TRANSFERS "$transfers" 1000 1000000000000
check PER_SECOND "$rate" 1000 1000000000
check BALANCE_PERCENT "$balances" 0 90
[ -n "$folder" ] || folder=$(mktemp -d)/ledgers

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
root=$(dirname -- "$(dirname -- "$here")")
. "$root/.mvn/jdk.sh"

echo "building; the first time it takes minutes" >&2
"$root/build" -q package -Pquick -pl examples/payments -am -DskipTests >&2
echo "ledgers: $folder" >&2
# ZGC, whose pauses are far below a millisecond: the vector code allocates until it is compiled.
exec "$JAVA_HOME/bin/java" -Xms1g -Xmx1g -XX:+UseZGC \
    --module-path "$here/target/quick/classes:$(cat "$here/target/quick/module-path")" \
    --add-modules jdk.incubator.vector \
    --module dev.cnv.examples.payments/dev.cnv.examples.payments.PaymentsDemo \
    "$folder" "$transfers" "$rate" "$balances"
