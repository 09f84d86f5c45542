#!/bin/sh
# Runs the analysis over open libraries: fetches their sources into target/libraries, puts the verbs of
# src/test/resources/libraries in front of them, compiles both together and prints the findings.
#   cnv-processor/libraries.sh [NAME...]     commons-lang3, gson, commons-io
# Build first: ./build package -DskipTests -pl cnv-processor,cnv-runtime -am
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f -- "$0")")" && pwd)
root=$(dirname -- "$here")
. "$root/.mvn/jdk.sh"
work=$here/target/libraries
mkdir -p "$work"

copy() { # GROUP:ARTIFACT:VERSION[:TYPE:CLASSIFIER]
    mvn -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
        -Dartifact="$1" -DoutputDirectory="$work" >&2
}

check() { # NAME GROUP:ARTIFACT:VERSION VERBS
    copy "$2:jar:sources"
    rm -rf "${work:?}/$1" "$work/classes"
    mkdir -p "$work/$1" "$work/classes"
    (cd "$work/$1" && "$JAVA_HOME/bin/jar" xf "$work/$1"-*-sources.jar && rm -rf META-INF module-info.java)
    find "$work/$1" -name '*.java' >"$work/sources"
    echo "== $2"
    "$JAVA_HOME/bin/javac" -nowarn -Xmaxerrs 10000 -d "$work/classes" \
        -processorpath "$here/target/classes:$root/cnv-annotations/target/classes" \
        -cp "$root/cnv-annotations/target/classes:$root/cnv-runtime/target/classes:$(echo "$work"/*.jar | tr ' ' ':')" \
        "$here/src/test/resources/libraries/$3.java" "@$work/sources" 2>&1 |
        sed -n 's|^.*/||; /\[CNV-/p' || true
}

copy com.google.errorprone:error_prone_annotations:2.50.0
for name in "${@:-all}"; do
    case $name in
        commons-lang3 | all) check commons-lang3 org.apache.commons:commons-lang3:3.18.0 Lang3 ;;
    esac
    case $name in
        gson | all) check gson com.google.code.gson:gson:2.13.2 Gsons ;;
    esac
    case $name in
        commons-io | all) check commons-io commons-io:commons-io:2.20.0 CommonsIo ;;
    esac
done
