#!/bin/sh
# Runs benchmarks and writes their tables into docs/benchmarks.md:
#   cnv-benchmarks/run.sh [compile|startup|ledger|jmh|graph|hotpath|vectors|dispatch|swarm|protocol|endpoint|telemetry|all]
#   cnv-benchmarks/run.sh query [FOLDER [EVENTS]]   prints only; 10,000,000 events take about 10 GB
#   cnv-benchmarks/run.sh rings [FORKS [CHUNKS [SUBJECTS]]]   needs two processors with nothing else;
#                          with SUBJECTS, a regular expression, prints only
#   cnv-benchmarks/run.sh agents [COUNT]   100,000,000, which take about 8 GB; with COUNT, prints only
#   cnv-benchmarks/run.sh payments [TRANSFERS]   100,000,000; with TRANSFERS, prints only
#   cnv-benchmarks/run.sh replay [FOLDER]   prints only; 10,000,000 decisions take about 14 GB
#   cnv-benchmarks/run.sh module [ROUNDS [VERBS]]   prints only; how soon a module is ready
#   cnv-benchmarks/run.sh gate   bytes and lines of CNV alone; status 1 when they grew
#
# CNV_BENCH_COLD, CNV_BENCH_WARM: rounds of the compile benchmark. CNV_BENCH_STARTUP: rounds of the
# start-up benchmark. CNV_BENCH_LEDGER: seconds for each subject of the ledger benchmark, which
# measures the device of target/. CNV_BENCH_REPLAY: how many decisions a new ledger of the replay
# benchmark gets. CNV_BENCH_JMH: arguments for JMH; `vectors`, which sets flags of the JVM and needs
# x86, has short rounds without it. CNV_BENCH_NO_BUILD=1: use what is built.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
root=$(dirname -- "$here")
. "$root/.mvn/jdk.sh"

paths=$here/target/paths
results=$here/target/results
document=$root/docs/benchmarks.md

build() {
    "$root/build" -q package -Pbench -pl cnv-benchmarks -am -DskipTests -Dcyclonedx.skip >&2
}

resolve_peers() {
    "$root/build" -q generate-resources -f "$here/peers/pom.xml" >&2
}

run() { # MAIN ARGUMENT...
    "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xms3g -Xmx3g \
        -cp "$here/target/classes:$(cat "$paths/benchmarks.class-path")" "$@"
}

publish() { # NAME: puts the table between its markers
    awk -v name="$1" -v file="$results/$1.md" '
        $0 == "<!-- begin generated: " name " -->" {
            print; print ""
            while ((getline line < file) > 0) print line
            print ""
            inside = 1; found = 1
        }
        $0 == "<!-- end generated -->" { inside = 0 }
        !inside && !($0 == "<!-- begin generated: " name " -->") { print }
        END { exit !found }
    ' "$document" >"$document.new" || { echo "run.sh: no region '$1' in $document" >&2; return 1; }
    mv "$document.new" "$document"
}

compile() {
    resolve_peers
    run dev.cnv.benchmarks.compile.CompileBenchmark --paths "$paths" --out "$results/compile.md" \
        --cold "${CNV_BENCH_COLD:-5}" --warm "${CNV_BENCH_WARM:-4}"
    publish compile
}

startup() {
    "$root/cnv" --version >&2 # builds and trains what is missing
    run dev.cnv.benchmarks.startup.StartupBenchmark "${CNV_BENCH_STARTUP:-12}" "$results/startup.md" "$root"
    publish startup
}

ledger() {
    run dev.cnv.benchmarks.ledger.LedgerBenchmark "${CNV_BENCH_LEDGER:-8}" "$results/ledger.md" "$here/target"
    publish ledger
}

replay() { # FOLDER: with the heap and the processors of its goal
    "$JAVA_HOME/bin/java" -XX:+UseParallelGC -Xmx512m -XX:ActiveProcessorCount=2 \
        -cp "$here/target/classes:$(cat "$paths/benchmarks.class-path")" \
        dev.cnv.benchmarks.ledger.ReplayBenchmark "$1" "${CNV_BENCH_REPLAY:-10000000}"
}

run_jmh() { # NAME MAIN ARGUMENT...
    name=$1
    main=$2
    shift 2
    "$JAVA_HOME/bin/java" -cp "$here/target/classes:$(cat "$paths/benchmarks.class-path")" \
        "$main" "$results/$name.md" "$@"
    publish "$name"
}

measure() { # NAME PACKAGE...: runs JMH over packages
    name=$1
    shift
    # shellcheck disable=SC2086
    run_jmh "$name" dev.cnv.benchmarks.call.JmhReport "$@" ${CNV_BENCH_JMH:-}
}

jmh() { measure jmh 'benchmarks\.call' 'benchmarks\.delegation' 'benchmarks\.policy'; }

graph() { measure graph 'benchmarks\.graph'; }

hotpath() { measure hotpath 'benchmarks\.hotpath\.(?!Dispatch)'; }

vectors() { # short rounds: five settings of the JVM
    # shellcheck disable=SC2086
    run_jmh vectors dev.cnv.benchmarks.call.VectorReport \
        ${CNV_BENCH_JMH:--f 3 -wi 2 -w 200ms -i 3 -r 150ms}
}

dispatch() { measure dispatch 'benchmarks\.hotpath\.Dispatch'; }

swarm() { measure swarm 'benchmarks\.swarm'; }

protocol() { measure protocol 'benchmarks\.protocol'; }

endpoint() { measure endpoint 'benchmarks\.endpoint'; }

telemetry() { measure telemetry 'benchmarks\.telemetry'; }

case ${1:-all} in
    compile | startup | ledger | jmh | graph | hotpath | vectors | dispatch | swarm | protocol | endpoint | telemetry | query | replay | rings | agents | payments | module | gate | all) ;;
    *)
        sed -n '2,17s/^# \{0,1\}//p' "$0" >&2
        exit 2
        ;;
esac
[ -n "${CNV_BENCH_NO_BUILD:-}" ] || build
mkdir -p "$results"
case ${1:-all} in
    all)
        compile
        startup
        ledger
        jmh
        graph
        hotpath
        vectors
        dispatch
        swarm
        protocol
        endpoint
        telemetry
        ;;
    gate) run dev.cnv.benchmarks.compile.CompileBenchmark --paths "$paths" --gate ;;
    module) run dev.cnv.benchmarks.startup.ModuleStart "${2:-9}" "${3:-1000}" ;;
    query) run dev.cnv.benchmarks.ledger.QueryBenchmark "${2:-$results/ledger}" "${3:-10000000}" ;;
    rings)
        run dev.cnv.benchmarks.hotpath.ring.CrossCoreBenchmark "$results/rings.md" "${2:-5}" \
            "${3:-2000}" "${4:-.*}"
        [ -n "${4:-}" ] || publish rings
        ;;
    agents)
        "$JAVA_HOME/bin/java" -Dcnv.agents="${2:-100000000}" \
            -cp "$here/target/classes:$(cat "$paths/benchmarks.class-path")" \
            dev.cnv.benchmarks.hotpath.ring.AgentChurn "$results/agents.md"
        [ -n "${2:-}" ] || publish agents
        ;;
    payments)
        folder=$(mktemp -d)
        run dev.cnv.benchmarks.hotpath.PaymentsTable "$results/payments.md" "$folder/ledgers" \
            "$root/examples/payments/run.sh" ${2:+"$2"}
        rm -r "$folder"
        [ -n "${2:-}" ] || publish payments
        ;;
    replay) replay "${2:-$results/replay}" ;;
    *) "$1" ;;
esac
