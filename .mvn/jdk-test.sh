#!/bin/sh
# Tries jdk.sh on made-up JDKs. Prints one line a case; fails when a case does.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# Nothing of this machine may be found: an own PATH, HOME and folder of JVMs.
mkdir "$work/bin" "$work/home" "$work/jvm"
for tool in sh grep readlink sed cat; do
    ln -s "$(command -v "$tool")" "$work/bin/$tool"
done

make_jdk() { # FOLDER VERSION [TOOLS]
    mkdir -p "$1/bin"
    for tool in ${3:-java javac}; do
        printf '#!/bin/sh\necho "    java.specification.version = %s" >&2\n' "$2" >"$1/bin/$tool"
        chmod +x "$1/bin/$tool"
    done
    printf 'IMPLEMENTOR="Test"\nJAVA_VERSION="%s"\n' "$2" >"$1/release"
}

find_with() { # NAME=VALUE...: what jdk.sh makes of it, or the code that it exits with
    # shellcheck disable=SC2016
    env -i PATH="$work/bin" HOME="$work/home" CNV_JVM_DIR="$work/jvm" "$@" \
        sh -c '. "$0" && printf "%s\n" "$JAVA_HOME"' "$here/jdk.sh" 2>"$work/stderr" || echo "exit $?"
}

expect() { # CASE EXPECTED ACTUAL
    if [ "$2" = "$3" ]; then
        echo "jdk-test: $1: ok"
    else
        echo "jdk-test: $1: expected <$2>, got <$3>" >&2
        failed=1
    fi
}

make_jdk "$work/home/17" 17.0.15
make_jdk "$work/home/my 25" 25.0.3
make_jdk "$work/home/jre-25" 25.0.3 java
make_jdk "$work/home/250" 250.0.1
make_jdk "$work/home/no-release" 25
rm "$work/home/no-release/release"

expect none 'exit 127' "$(find_with)"
expect none-says-so 1 "$(grep -c 'No JDK 25 .*JAVA_HOME, .*/jvm/\*25\*.*install one' "$work/stderr")"
expect none-is-one-sentence 1 "$(grep -c . "$work/stderr")"
expect java-home "$work/home/my 25" "$(find_with JAVA_HOME="$work/home/my 25")"
expect java-home-is-17 'exit 127' "$(find_with JAVA_HOME="$work/home/17")"
expect java-home-is-250 'exit 127' "$(find_with JAVA_HOME="$work/home/250")"
expect java-home-has-no-javac 'exit 127' "$(find_with JAVA_HOME="$work/home/jre-25")"
expect java-home-is-gone 'exit 127' "$(find_with JAVA_HOME="$work/home/gone")"
expect asks-the-jvm "$work/home/no-release" "$(find_with JAVA_HOME="$work/home/no-release")"
expect ci-variable "$work/home/my 25" \
    "$(find_with JAVA_HOME="$work/home/17" JAVA_HOME_25_X64="$work/home/my 25")"

ln -s "$work/home/my 25/bin/javac" "$work/bin/javac"
expect javac-on-path "$work/home/my 25" "$(find_with)"
rm "$work/bin/javac"

make_jdk "$work/home/.sdkman/candidates/java/25.0.3-tem" 25.0.3
expect sdkman "$work/home/.sdkman/candidates/java/25.0.3-tem" "$(find_with)"

make_jdk "$work/jvm/jre-25" 25.0.1 java
make_jdk "$work/jvm/some 25 jdk" 25
expect jvm-folder "$work/jvm/some 25 jdk" "$(find_with JAVA_HOME="$work/home/17")"

# What a person sees: both commands pass the code on and say nothing on standard output.
rm -r "$work/jvm/some 25 jdk" "$work/home/.sdkman"
for command in build cnv; do
    ln -s "$(command -v dirname)" "$work/bin/dirname" 2>/dev/null || :
    code=0
    env -i PATH="$work/bin" HOME="$work/home" CNV_JVM_DIR="$work/jvm" \
        sh "$here/../$command" >"$work/stdout" 2>"$work/stderr" || code=$?
    expect "$command-without-jdk" '127 0 1' \
        "$code $(grep -c . "$work/stdout" || :) $(grep -c 'No JDK 25' "$work/stderr")"
done

exit "$failed"
