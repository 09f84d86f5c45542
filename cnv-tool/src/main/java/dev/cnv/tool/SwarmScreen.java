package dev.cnv.tool;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** A list of swarms on a terminal, drawn over the one before; elsewhere one below the other. */
final class SwarmScreen {

    private static final String CLEAR = "\u001b[H\u001b[2J";

    private final PrintStream out;
    private final boolean terminal;

    SwarmScreen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(List<SwarmFiles.Standing> swarms) {
        StringBuilder text = new StringBuilder(terminal ? CLEAR : "");
        text.append(String.format(
                Locale.ROOT, "%-32s %-12s %-24s %8s%n", "swarm", "phase", "since", "moves"));
        for (SwarmFiles.Standing swarm : swarms) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-32s %-12s %-24s %8d%n",
                    plain(swarm.swarm()),
                    swarm.phase(),
                    swarm.since(),
                    swarm.moves()));
        }
        out.print(text);
        out.flush();
    }

    /** A name out of a file must not steer the terminal. */
    private static String plain(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
