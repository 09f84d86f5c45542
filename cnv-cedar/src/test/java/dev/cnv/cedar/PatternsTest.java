package dev.cnv.cedar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.testing.Property;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatternsTest {

    @Test
    void of_capability_isEveryPatternThatMatches() {
        List<String> segments = List.of("a", "b", "*", "**");
        Property.named("cedar-patterns")
                .oneIn(5)
                .check(
                        draws -> {
                            int length = draws.between(1, 4);
                            return IntStream.range(0, length)
                                    .mapToObj(i -> draws.pick(
                                            i == length - 1 ? segments : segments.subList(0, 3)))
                                    .collect(Collectors.joining("."));
                        },
                        text -> {
                            if (!text.contains(".") && !text.equals("**")) {
                                return;
                            }
                            CapabilityPattern pattern = new CapabilityPattern(text);
                            for (String id : List.of("a.b", "b.b", "a.b.a", "b.a.b.a")) {
                                CapabilityId capability = new CapabilityId(id);
                                assertEquals(
                                        pattern.matches(capability),
                                        Patterns.of(capability).contains(text),
                                        text + " " + id);
                            }
                        });
    }

    @Test
    void of_longestCapability_isBoundedAndEachAPattern() {
        CapabilityId id = new CapabilityId("a.b.c.d.e.f.g.h");
        List<String> all = Patterns.of(id);
        assertEquals(511, all.size());
        assertEquals(511, new HashSet<>(all).size());
        for (String text : all) {
            assertTrue(new CapabilityPattern(text).matches(id), text);
        }
    }
}
