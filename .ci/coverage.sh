#!/bin/sh
# coverage.sh FLOORS CSV: compares JaCoCo's aggregate report with the floors; fails below one.
set -eu

[ -f "$2" ] || { echo "coverage: There is no report at $2: no test ran." >&2; exit 1; }
awk '
    FNR == NR { # the floors file
        sub(/#.*/, "")
        if (NF == 2) { names[++count] = $1; floors[count] = $2 }
        next
    }
    FNR == 1 { split($0, header, ","); for (i in header) column[header[i]] = i; next }
    {
        package = $column["PACKAGE"]
        missed = $column["BRANCH_MISSED"]
        covered = $column["BRANCH_COVERED"]
        for (i = 1; i <= count; i++) {
            prefix = names[i]
            deep = sub(/\.\*$/, "", prefix)
            if (prefix == "total" || package == prefix || deep && index(package, prefix ".") == 1) {
                seen[i] = 1
                all[i] += missed + covered
                hit[i] += covered
            }
        }
    }
    END {
        for (i = 1; i <= count; i++) {
            percent = all[i] ? 100 * hit[i] / all[i] : 100
            fault = !seen[i] ? ": NO SUCH PACKAGE" : percent < floors[i] ? ": BELOW" : ""
            failed += fault != ""
            printf "coverage: %s: %.1f %% of %d branches, floor %s %%%s\n", names[i], percent, all[i], floors[i], fault
        }
        exit failed > 0
    }
' FS='[ \t]+' "$1" FS=, "$2"
