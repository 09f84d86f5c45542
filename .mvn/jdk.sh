# shellcheck shell=sh
# Finds a JDK 25 and sets JAVA_HOME to it. Sourced by ./build and ./cnv; needs nothing but sh.
# Exits with 127 and one sentence on standard error when there is none.

cnv_jdk_is_25() { # DIR: has javac, and says itself that it is a 25
    [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
    # The release file answers without starting a JVM; ask the JVM only where it is missing.
    if [ -r "$1/release" ]; then
        grep -Eq '^JAVA_VERSION="25([."+-]|$)' "$1/release"
    else
        "$1/bin/java" -XshowSettings:properties -version 2>&1 |
            grep -Eq '^ *java\.specification\.version = 25$'
    fi
}

cnv_find_jdk() { # prints the first JDK 25, or fails
    for dir in "${JAVA_HOME:-}" "${JAVA_HOME_25_X64:-}" "${JAVA_HOME_25_ARM64:-}" \
        "${CNV_JVM_DIR:-/usr/lib/jvm}"/*25* \
        "${HOME:-}"/.sdkman/candidates/java/25* \
        "${HOME:-}"/.jdks/*25* \
        /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
        if cnv_jdk_is_25 "$dir"; then
            printf '%s\n' "$dir"
            return 0
        fi
    done
    # Last, the javac on the PATH (through its symbolic links), when it is a 25.
    dir=$(command -v javac 2>/dev/null) && dir=$(readlink -f "$dir" 2>/dev/null) &&
        dir=${dir%/bin/javac} && cnv_jdk_is_25 "$dir" && printf '%s\n' "$dir"
}

if ! JAVA_HOME=$(cnv_find_jdk); then
    printf '%s\n' "cnv: No JDK 25 (with javac) was found in JAVA_HOME, JAVA_HOME_25_X64, JAVA_HOME_25_ARM64, ${CNV_JVM_DIR:-/usr/lib/jvm}/*25*, ~/.sdkman/candidates/java/25*, ~/.jdks/*25*, /Library/Java/JavaVirtualMachines/*25* or as javac on the PATH: install one (for example Eclipse Temurin 25) or set JAVA_HOME to it." >&2
    exit 127
fi
export JAVA_HOME
