#!/bin/sh
# Builds the jars again from a copy of the tree in another folder and compares them, byte for
# byte, with those that the running build has made. Called by the profile "reproducible".
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT

(cd "$root" && tar -cf - --exclude=./.git --exclude=target .) | (cd "$copy" && tar -xf -)
# Other time zone, language and permissions, as on another's machine.
(cd "$copy" && umask 077 && TZ=Pacific/Auckland LC_ALL=C ./build package -o -DskipTests \
    -Dcyclonedx.skip -Denforcer.skip >"$copy/build.log" 2>&1) || {
    cat "$copy/build.log"
    exit 1
}

count=0
differing=0
for jar in "$copy"/cnv-*/target/*.jar "$copy"/examples/*/target/*.jar; do
    name=${jar#"$copy"/}
    # Not shipped; benchmarks and stress tests are built after this check.
    case $name in cnv-benchmarks/* | cnv-stress/* | *-tests.jar) continue ;; esac
    count=$((count + 1))
    cmp -s "$jar" "$root/$name" || {
        differing=$((differing + 1))
        echo "reproducible: $name differs" >&2
    }
done
echo "reproducible: $count jars compared, $differing differ"
[ "$count" -ge 9 ] && [ "$differing" -eq 0 ]
