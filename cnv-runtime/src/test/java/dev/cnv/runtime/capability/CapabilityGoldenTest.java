package dev.cnv.runtime.capability;

import dev.cnv.testing.GoldenFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Machine ids of capabilities and what patterns hold: neither may change under names in use. */
class CapabilityGoldenTest {

    private static final List<String> IDS = List.of(
            "account.transfer",
            "account.card.block",
            "file.read",
            "cluster.node-2.drain-all",
            "a.b.c.d.e.f.g.h");
    private static final List<String> PATTERNS = List.of(
            "**",
            "account.*",
            "account.**",
            "*.read",
            "*.**",
            "*.*",
            "*.card.*",
            "file.read",
            "a.b.c.d.e.f.g.**",
            "*.*.*.*.*.*.*.*",
            "cluster.node-2.**");

    @Test
    void digest_eachId_isTheseDigits() {
        StringBuilder out = new StringBuilder();
        for (String path : IDS) {
            for (String version : List.of("1.0.0", "2.1.0-rc.1")) {
                out.append(path).append('@').append(version).append(' ');
                out.append(new CapabilityId(path).digest(version).hex()).append('\n');
            }
        }
        GoldenFile.assertMatches(getClass(), "capability-digests.txt", out.toString());
    }

    @Test
    void matchesAndIncludes_eachPattern_isThisTable() {
        StringBuilder out = new StringBuilder();
        for (String text : PATTERNS) {
            CapabilityPattern pattern = new CapabilityPattern(text);
            out.append(text).append(" matches");
            IDS.stream()
                    .map(CapabilityId::new)
                    .filter(pattern::matches)
                    .forEach(id -> out.append(' ').append(id));
            out.append(" includes");
            PATTERNS.stream()
                    .map(CapabilityPattern::new)
                    .filter(pattern::includes)
                    .forEach(other -> out.append(' ').append(other));
            out.append('\n');
        }
        GoldenFile.assertMatches(getClass(), "capability-patterns.txt", out.toString());
    }
}
