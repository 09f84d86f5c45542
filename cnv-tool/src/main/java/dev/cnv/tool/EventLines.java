package dev.cnv.tool;

import dev.cnv.audit.query.EventHit;
import dev.cnv.audit.query.EventTail;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Prints events one on a line while they come. A command's result is printed when it is over, which is too
 * late for these, so they go past it.
 *
 * @param form how
 * @param out where to
 */
record EventLines(LedgerQueries.Form form, PrintStream out) {

    /** Prints what came, at most so many; {@return how many were printed}. */
    long print(EventTail tail, long max) {
        long[] count = new long[1];
        tail.poll(hit -> {
            if (count[0] < max) {
                out.println(line(hit));
                count[0]++;
            }
        });
        out.flush();
        return count[0];
    }

    String line(EventHit hit) {
        return switch (form) {
            case TEXT ->
                cells(LedgerQueries.event(hit))
                        .filter(cell -> !cell.isEmpty())
                        .map(EventLines::harmless)
                        .collect(Collectors.joining("  "));
            case JSON -> new String(hit.line(), StandardCharsets.UTF_8);
            case CSV ->
                cells(LedgerQueries.event(hit))
                        .map(EventLines::quoted)
                        .collect(Collectors.joining(","));
        };
    }

    private static Stream<String> cells(LedgerQueries.Event event) {
        List<Optional<String>> more = List.of(
                event.agent(),
                event.capability(),
                event.decision(),
                event.status(),
                event.severity(),
                event.reason(),
                event.message());
        return Stream.concat(
                Stream.of(
                        Long.toString(event.index()),
                        event.time().map(Instant::toString).orElse(""),
                        event.type()),
                more.stream().map(cell -> cell.orElse("")));
    }

    private static String quoted(String cell) {
        return cell.matches("[^,\"\\r\\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    /** Without what could steer a terminal or forge a line. */
    private static String harmless(String cell) {
        return cell.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]", "\uFFFD");
    }
}
