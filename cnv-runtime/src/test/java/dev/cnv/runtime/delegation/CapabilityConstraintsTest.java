package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapabilityConstraintsTest {

    private static final CapabilityConstraints ALL = CapabilityConstraints.UNRESTRICTED;
    private static final VerbDescriptor READ = Keys.verb("file.read", Effect.READ_ONLY);
    private static final VerbDescriptor CLOSE = Keys.verb("account.close", Effect.PRIVILEGED);

    private static boolean names(CapabilityConstraints constraints, String capability) {
        return constraints.names(new CapabilityId(capability));
    }

    @Test
    void unrestricted_anyVerb_isPermitted() {
        assertTrue(ALL.permits(READ, Keys.NOW));
        assertTrue(ALL.permits(CLOSE, Keys.LATER));
        assertEquals(OptionalLong.empty(), ALL.maxUses());
        assertEquals(ALL, CapabilityConstraints.effective(List.of()));
    }

    @Test
    void nothing_anyVerb_isRefused() {
        assertFalse(CapabilityConstraints.NOTHING.permits(READ, Keys.NOW));
        assertFalse(CapabilityConstraints.NOTHING.permits(CLOSE, Keys.NOW));
        assertTrue(ALL.includes(CapabilityConstraints.NOTHING));
        assertFalse(CapabilityConstraints.NOTHING.includes(ALL));
    }

    @Test
    void allowedSets_eachMustHoldTheCapability() {
        CapabilityConstraints constraints = ALL.allowing("account.**", "file.*")
                .allowingNouns("account", "file")
                .allowingVerbs("read", "close");
        assertTrue(names(constraints, "file.read"));
        assertTrue(names(constraints, "account.close"));
        assertFalse(names(constraints, "account.card.close"), "noun");
        assertFalse(names(constraints, "file.delete"), "verb");
        assertFalse(names(constraints, "note.read"), "capability");
        assertFalse(names(ALL.allowingNouns(), "file.read"), "no noun");
        assertFalse(names(ALL.allowingVerbs(), "file.read"), "no verb");
        assertFalse(names(ALL.allowing(), "file.read"), "no capability");
    }

    @Test
    void forbidden_overridesAllowed() {
        CapabilityConstraints constraints =
                ALL.allowing("account.close", "account.*").forbidding("account.close");
        assertFalse(names(constraints, "account.close"));
        assertTrue(names(constraints, "account.open"));
    }

    @Test
    void permits_levelAndWindow_areChecked() {
        assertFalse(ALL.upTo(EffectLevel.MUTATE).permits(CLOSE, Keys.NOW));
        CapabilityConstraints window = ALL.during(TimeWindow.between(Keys.NOW, Keys.LATER));
        assertTrue(window.permits(READ, Keys.NOW));
        assertFalse(window.permits(READ, Keys.LATER));
        assertFalse(window.permits(READ, Keys.NOW.minusNanos(1)));
    }

    @Test
    void intersect_eachPart_isTheNarrower() {
        Instant middle = Keys.NOW.plusSeconds(5);
        CapabilityConstraints one = ALL.allowing("file.**", "account.*")
                .allowingNouns("file", "account")
                .allowingVerbs("read")
                .forbidding("file.delete")
                .upTo(EffectLevel.MUTATE)
                .during(TimeWindow.from(Keys.NOW))
                .atMost(3);
        CapabilityConstraints other = ALL.allowing("*.read")
                .allowingNouns("file", "note")
                .forbidding("*.close")
                .upTo(EffectLevel.NETWORK)
                .during(TimeWindow.between(middle, Keys.LATER))
                .atMost(9);
        assertEquals(
                ALL.allowing("file.read", "account.read")
                        .allowingNouns("file")
                        .allowingVerbs("read")
                        .forbidding("file.delete", "*.close")
                        .upTo(EffectLevel.MUTATE)
                        .during(TimeWindow.between(middle, Keys.LATER))
                        .atMost(3),
                one.intersect(other));
    }

    /** Every part that is wider is named, and only those. */
    @Test
    void widened_eachPart_isNamed() {
        CapabilityConstraints parent = ALL.allowing("file.*")
                .allowingNouns("file")
                .allowingVerbs("read")
                .forbidding("file.delete")
                .upTo(EffectLevel.READ_ONLY)
                .during(TimeWindow.between(Keys.NOW, Keys.LATER))
                .atMost(3);
        assertEquals(Map.of(), parent.widened(parent));
        Map<String, String> parts = parent.widened(ALL);
        assertEquals(
                Set.of("allowed", "nouns", "verbs", "forbidden", "max", "window", "maxUses"),
                parts.keySet());
        assertEquals("allowed=all is not in file.*", parts.get("allowed"));
        assertEquals("maxUses=unlimited is more than maxUses=3", parts.get("maxUses"));
        assertEquals("forbidden=file.delete is not forbidden any more", parts.get("forbidden"));
        Map<String, String> few = parent.widened(
                parent.allowingNouns("file", "note").atMost(4).upTo(EffectLevel.MUTATE));
        assertEquals(Set.of("nouns", "maxUses", "max"), few.keySet());
        assertEquals("nouns=note is not in file", few.get("nouns"));
        assertEquals("maxUses=4 is more than maxUses=3", few.get("maxUses"));
        assertEquals(
                Map.of("verbs", "verbs=read is not in none"),
                ALL.allowingVerbs().widened(ALL.allowingVerbs("read")));
    }

    @Test
    void patterns_insideOthers_areLeftOut() {
        assertEquals(
                ALL.allowing("file.**").forbidding("**"),
                ALL.allowing("file.read", "file.*", "file.**").forbidding("*.**", "a.b"));
    }

    @Test
    void constructor_malformedOrTooMany_isRefused() {
        for (String noun : List.of("", "a..b", "A", "a b", "a.b.c.d.e.f.g.h")) {
            assertThrows(IllegalArgumentException.class, () -> ALL.allowingNouns(noun), noun);
        }
        for (String verb : List.of("", "a.b", "A")) {
            assertThrows(IllegalArgumentException.class, () -> ALL.allowingVerbs(verb), verb);
        }
        assertTrue(ALL.allowingNouns("a.b.c.d.e.f.g").nouns().isPresent());
        assertThrows(IllegalArgumentException.class, () -> ALL.atMost(0));
        assertThrows(IllegalArgumentException.class, () -> ALL.allowing("file"));
        String[] many = IntStream.rangeClosed(0, CapabilityConstraints.MAX_COUNT)
                .mapToObj(i -> "a.b" + i)
                .toArray(String[]::new);
        assertThrows(IllegalArgumentException.class, () -> ALL.forbidding(many));
        assertThrows(
                IllegalArgumentException.class,
                () -> new CapabilityConstraints(
                        Optional.empty(),
                        Optional.of(new TreeSet<>(List.of(many))),
                        Optional.empty(),
                        new TreeSet<>(),
                        EffectLevel.MUTATE,
                        TimeWindow.ALWAYS,
                        OptionalLong.empty()));
    }

    @Test
    void toString_isWords() {
        assertEquals("up to PRIVILEGED, always", ALL.toString());
        assertEquals(
                "capabilities file.*, nouns file, verbs none, never file.delete, up to MUTATE, until "
                        + Keys.LATER + ", at most 2 uses",
                ALL.allowing("file.*")
                        .allowingNouns("file")
                        .allowingVerbs()
                        .forbidding("file.delete")
                        .upTo(EffectLevel.MUTATE)
                        .during(TimeWindow.until(Keys.LATER))
                        .atMost(2)
                        .toString());
        assertEquals("from " + Keys.NOW, TimeWindow.from(Keys.NOW).toString());
        assertEquals(
                "from " + Keys.NOW + " until " + Keys.LATER,
                TimeWindow.between(Keys.NOW, Keys.LATER).toString());
    }

    @Test
    void window_apart_holdsNoMoment() {
        TimeWindow apart = TimeWindow.until(Keys.NOW).intersect(TimeWindow.from(Keys.LATER));
        assertTrue(apart.isEmpty());
        assertFalse(apart.holds(Keys.NOW));
        assertFalse(apart.holds(Keys.NOW.plusSeconds(1)));
        assertFalse(apart.holds(Keys.LATER));
        assertFalse(TimeWindow.ALWAYS.isEmpty());
        assertFalse(TimeWindow.from(Keys.NOW).isEmpty());
        assertThrows(IllegalArgumentException.class, () -> TimeWindow.between(Keys.NOW, Keys.NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "file.*, READ_ONLY, file.read, MUTATE, file.read up to READ_ONLY where p is an integer from 2 to 3",
        "file.**, MUTATE, *.read, MUTATE, file.read up to MUTATE where p is an integer from 2 to 3",
        "file.*, MUTATE, note.*, MUTATE, ''"
    })
    void meet_grants_isWhatBothPermit(
            String one, EffectLevel max, String other, EffectLevel otherMax, String met) {
        Grant first = Grant.of(one, max).where("p", ArgumentConstraint.between(0, 3));
        Grant second = Grant.of(other, otherMax).where("p", ArgumentConstraint.between(2, 9));
        assertEquals(met, first.meet(second).map(Grant::toString).orElse(""));
        assertEquals(first.meet(second), second.meet(first));
    }

    @Test
    void meet_grantsWithArguments_keepsEachConstraint() {
        Grant first =
                Grant.of("file.*", EffectLevel.MUTATE).where("p", ArgumentConstraint.prefix("a"));
        Grant second = Grant.of("file.*", EffectLevel.MUTATE).where("q", ArgumentConstraint.any());
        assertEquals(
                Optional.of(second.where("p", ArgumentConstraint.prefix("a"))), first.meet(second));
        Grant apart =
                Grant.of("file.*", EffectLevel.MUTATE).where("p", ArgumentConstraint.between(1, 2));
        assertEquals(Optional.empty(), first.meet(apart));
    }
}
