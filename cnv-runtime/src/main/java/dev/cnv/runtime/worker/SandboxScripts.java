package dev.cnv.runtime.worker;

/**
 * The shell scripts that confine a worker. They are constants: paths and numbers are their
 * arguments, so that no name of a file is ever read as shell text.
 */
final class SandboxScripts {

    /** Runs a command that an interruption of the terminal does not end. Arguments: the command. */
    static final String IGNORE_INTERRUPT = "trap '' INT; exec \"$@\"";

    /** Enters a control group and runs a command. Arguments: the group's file of processes, the command. */
    static final String JOIN_GROUP = """
            trap '' INT
            echo 0 >"$1" || exit 125
            shift
            exec "$@"
            """;

    /**
     * Starts a command and ends it when standard input ends, which is when the parent ends.
     *
     * <p>Arguments: setpriv, cat, sh, then the command. The command dies with this shell; the
     * watcher, which reads the parent's pipe, does too, and holds none of the other streams. The
     * status is the command's.
     */
    static final String LIFELINE = """
            trap '' INT
            setpriv=$1 cat=$2 sh=$3
            shift 3
            exec 3<&0 </dev/null
            "$setpriv" --pdeathsig KILL -- "$@" 3<&- &
            worker=$!
            "$setpriv" --pdeathsig KILL -- "$sh" -c \
                '"$1" --pdeathsig KILL -- "$2" <&3; kill -KILL "$3" "$4"' \
                watcher "$setpriv" "$cat" "$worker" "$$" >/dev/null 2>&1 &
            watcher=$!
            exec 3<&-
            wait "$worker"
            status=$?
            kill -KILL "$watcher"
            exit "$status"
            """;

    /**
     * Builds the sandbox in new namespaces, makes it the only tree of mounts, and runs a command.
     *
     * <p>Arguments: mkdir, mount, umount, pivot_root and ln; the size of {@code /tmp} in bytes; kind,
     * source and place of each mount; {@code --}; the command, which has to change its root to
     * {@code /.new}. A process whose root is not its namespace's can make no user namespace.
     *
     * <p>The tree is built on {@code /sys}, where it hides nothing that is to be mounted in it. The
     * outer root has a proc that can be written, for the maps of users; the sandbox's cannot.
     */
    static final String MOUNT = """
            set -eu
            mkdir=$1 mount=$2 umount=$3 pivot=$4 ln=$5 bytes=$6
            shift 6
            umask 022
            base=/sys new=/sys/.new
            "$mount" -t tmpfs -o size=1m,mode=755,nosuid,nodev cnv "$base"
            "$mkdir" "$new" "$base/.old" "$base/proc"
            "$mount" -t proc -o nosuid,nodev,noexec proc "$base/proc"
            "$mount" -t tmpfs -o size=1m,mode=755,nosuid,nodev cnv "$new"
            "$mkdir" "$new/proc" "$new/dev"
            "$mount" -t proc -o ro,nosuid,nodev,noexec proc "$new/proc"
            while [ "$1" != -- ]; do
                kind=$1 from=$2 at=$new$3
                shift 3
                "$mkdir" -p "${at%/*}"
                if [ "$kind" = link ]; then
                    "$ln" -s "$from" "$at"
                    continue
                elif [ "$kind" = memory ]; then
                    "$mkdir" "$at"
                    "$mount" -t tmpfs -o "size=$bytes,nr_inodes=4096,mode=1777,nosuid,nodev" cnv "$at"
                    continue
                elif [ -d "$from" ]; then
                    [ -d "$at" ] || "$mkdir" "$at"
                else
                    [ -e "$at" ] || : >"$at"
                fi
                "$mount" --bind "$from" "$at"
                case $kind in
                    read) "$mount" -o remount,bind,ro,nosuid,nodev "$at" ;;
                    write) "$mount" -o remount,bind,rw,nosuid,nodev "$at" ;;
                    device) ;;
                    *) exit 125 ;;
                esac
            done
            shift
            for path in "$new"/*; do
                name=${path##*/}
                [ -e "$base/$name" ] || "$ln" -s ".new/$name" "$base/$name"
            done
            "$mount" -o remount,bind,ro,nosuid,nodev "$new"
            cd "$base"
            "$pivot" . .old
            "/.old$umount" -l /.old
            unset PWD OLDPWD
            exec "$@"
            """;

    /**
     * Shows from inside that the sandbox holds what it says; run once, when the machine is asked.
     *
     * <p>Without network there are no routes and no addresses; some kernels put idle devices into each
     * new namespace.
     *
     * <p>Arguments: 1 when there must be no network; a folder that can be written. Uses nothing but
     * the shell itself. The status is the number of the first thing that is not as it must be.
     */
    static final String INSPECTION = """
            set -u
            [ "$$" = 1 ] || exit 11
            [ ! -e /etc/passwd ] && [ ! -e /.old ] && [ ! -e /sys ] || exit 12
            (: >/forbidden) 2>/dev/null && exit 13
            (: >/usr/lib/forbidden) 2>/dev/null && exit 14
            (: >"$2/allowed") || exit 15
            (: >/tmp/allowed) || exit 16
            (: >/proc/sys/kernel/core_pattern) 2>/dev/null && exit 17
            seen=0
            while read -r name value rest; do
                case $name in
                    CapInh:|CapPrm:|CapEff:|CapBnd:|CapAmb:)
                        [ "$value" = 0000000000000000 ] || exit 18
                        seen=$((seen + 1)) ;;
                    NoNewPrivs:)
                        [ "$value" = 1 ] || exit 19
                        seen=$((seen + 1)) ;;
                esac
            done </proc/self/status
            [ "$seen" = 6 ] || exit 20
            read -r pid name state parent group session rest </proc/self/stat
            [ "$session" = 1 ] || exit 23
            count() { lines=0; while read -r line; do lines=$((lines + 1)); done; }
            if [ "$1" = 1 ]; then
                count </proc/self/net/route
                [ "$lines" -le 1 ] || exit 21
                lines=0
                [ ! -e /proc/self/net/if_inet6 ] || count </proc/self/net/if_inet6
                [ "$lines" = 0 ] || exit 24
            fi
            [ "$(ulimit -n)" = 40 ] && [ "$(ulimit -t)" = 7 ] || exit 22
            exit 0
            """;

    private SandboxScripts() {}
}
