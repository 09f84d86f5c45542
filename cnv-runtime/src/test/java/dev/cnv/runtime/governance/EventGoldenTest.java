package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.testing.GoldenFile;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The members of events, byte for byte. A change here is another type of event. */
class EventGoldenTest {

    @Test
    void events_areTheseBytes() {
        String lines = Events.all().stream()
                .map(event ->
                        EventJson.type(event) + " " + CanonicalJson.text(EventJson.write(event)))
                .collect(Collectors.joining("\n", "", "\n"));
        GoldenFile.assertMatches(getClass(), "events.txt", lines);
    }

    @Test
    void all_hasEachTypeThatCanBeWritten() {
        List<String> types =
                Events.all().stream().map(EventJson::type).distinct().sorted().toList();
        org.junit.jupiter.api.Assertions.assertEquals(
                List.of(
                        "audit-checkpoint",
                        "batch-executed",
                        "capability-granted",
                        "capability-revoked",
                        "certificate-exported",
                        "delegation-created",
                        "delegation-expired",
                        "delegation-revoked",
                        "grant-ended",
                        "grant-lifted",
                        "invocation-completed",
                        "key-changed",
                        "milestone-reached",
                        "mode-changed",
                        "payload-erased",
                        "phase-changed",
                        "policy-changed",
                        "policy-decision",
                        "replay-completed",
                        "security-violation",
                        "session-changed"),
                types);
    }
}
