#!/bin/sh
# skipped.sh FOLDER...: says what tests did not run, and why, by surefire's reports below the folders. A check that
# a machine cannot make is skipped; this is where that is seen. Never fails for a skip.
set -eu

find "$@" -path '*/target/surefire-reports/TEST-*.xml' | sort | xargs -r awk '
    function attribute(name,    rest) {
        if (!match($0, " " name "=\"[^\"]*\"")) return ""
        rest = substr($0, RSTART, RLENGTH)
        sub(/^[^"]*"/, "", rest)
        sub(/"$/, "", rest)
        return rest
    }
    function plain(text) {
        gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text)
        gsub(/&#10;/, " ", text); gsub(/&apos;/, "\047", text); gsub(/&amp;/, "\\&", text)
        return text
    }
    /<testcase / { class = attribute("classname"); test = attribute("name") }
    /<skipped/ {
        why = attribute("message")
        if (why == "") {
            why = $0
            sub(/.*<!\[CDATA\[/, "", why)
            sub(/^[A-Za-z0-9_.]*(Exception|Error): /, "", why)
            sub(/\]\]>.*/, "", why)
        }
        sub(/^Assumption failed: /, "", why)
        lines[++count] = class (test == "" ? " (the whole class)" : "." test) ": " why
    }
    END {
        printf "skipped: tests=%d that this machine or this run did not make\n", count
        for (i = 1; i <= count; i++) print "skipped: " plain(lines[i])
    }
'
