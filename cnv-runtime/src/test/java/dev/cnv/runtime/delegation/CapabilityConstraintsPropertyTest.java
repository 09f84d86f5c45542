package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class CapabilityConstraintsPropertyTest {

    private static final List<VerbDescriptor> VERBS = Stream.of(
                    "file.read", "file.text.read", "account.read", "account.close", "file.close")
            .flatMap(id -> Stream.of(Effect.READ_ONLY, Effect.MUTATE_STATE, Effect.PRIVILEGED)
                    .map(effect -> Keys.verb(id, effect)))
            .toList();

    private static final List<Instant> MOMENTS =
            Stream.of(0, 1, 2, 3, 4, 5, 6).map(Keys.NOW::plusSeconds).toList();

    record When(VerbDescriptor verb, Instant now) {}

    record Three(
            CapabilityConstraints a,
            CapabilityConstraints b,
            CapabilityConstraints c,
            List<When> calls) {}

    private static Three three(Draws draws) {
        CapabilityConstraints a = constraints(draws);
        CapabilityConstraints b = constraints(draws);
        CapabilityConstraints c = constraints(draws);
        List<When> calls = Stream.generate(() -> new When(draws.pick(VERBS), draws.pick(MOMENTS)))
                .limit(4)
                .toList();
        return draws.flip()
                ? new Three(a, b, c, calls)
                : new Three(a, a.intersect(b), b.intersect(c), calls);
    }

    private static CapabilityConstraints constraints(Draws draws) {
        CapabilityConstraints made = CapabilityConstraints.UNRESTRICTED.upTo(
                draws.pick(List.of(EffectLevel.values()).reversed()));
        if (draws.flip()) {
            made = made.allowing(patterns(draws));
        }
        if (draws.flip()) {
            made = made.allowingNouns(draws.list(2, d -> d.oneOf("file", "account", "file.text"))
                    .toArray(String[]::new));
        }
        if (draws.flip()) {
            made = made.allowingVerbs(
                    draws.list(2, d -> d.oneOf("read", "close")).toArray(String[]::new));
        }
        if (draws.flip()) {
            made = made.forbidding(patterns(draws));
        }
        if (draws.flip()) {
            made = made.atMost(draws.between(1, 5));
        }
        Instant start = draws.pick(MOMENTS);
        return switch (draws.between(0, 3)) {
            case 0 -> made;
            case 1 -> made.during(TimeWindow.from(start));
            case 2 -> made.during(TimeWindow.until(start));
            default ->
                made.during(TimeWindow.between(start, start.plusSeconds(draws.between(1, 4))));
        };
    }

    private static String[] patterns(Draws draws) {
        return draws.list(
                        3,
                        d -> d.oneOf(
                                "**",
                                "*.**",
                                "file.**",
                                "file.*",
                                "*.read",
                                "file.read",
                                "*.*.read",
                                "account.*",
                                "account.close"))
                .toArray(String[]::new);
    }

    @Test
    void intersect_anyThree_isCommutativeAssociativeIdempotent() {
        Property.named("constraints-intersect-laws")
                .check(CapabilityConstraintsPropertyTest::three, t -> {
                    assertEquals(t.a(), t.a().intersect(t.a()), "idempotent");
                    assertEquals(t.a().intersect(t.b()), t.b().intersect(t.a()), "commutative");
                    assertEquals(
                            t.a().intersect(t.b()).intersect(t.c()),
                            t.a().intersect(t.b().intersect(t.c())),
                            "associative");
                    assertEquals(
                            t.a(), t.a().intersect(CapabilityConstraints.UNRESTRICTED), "neutral");
                });
    }

    @Test
    void intersect_anyTwo_permitsWhatBothPermit() {
        AtomicInteger permitted = new AtomicInteger();
        Property.named("constraints-intersect-exact")
                .check(CapabilityConstraintsPropertyTest::three, t -> {
                    CapabilityConstraints both = t.a().intersect(t.b());
                    for (When call : t.calls()) {
                        boolean expected = t.a().permits(call.verb(), call.now())
                                && t.b().permits(call.verb(), call.now());
                        assertEquals(
                                expected, both.permits(call.verb(), call.now()), call::toString);
                        permitted.addAndGet(expected ? 1 : 0);
                    }
                });
        assertTrue(permitted.get() > 500, "permitted=" + permitted);
    }

    /** The order of the lattice is the one that the intersection gives, so it never widens. */
    @Test
    void includes_anyTwo_isWhenTheIntersectionIsTheNarrower() {
        AtomicInteger included = new AtomicInteger();
        Property.named("constraints-include").check(CapabilityConstraintsPropertyTest::three, t -> {
            CapabilityConstraints both = t.a().intersect(t.b());
            assertTrue(t.a().includes(both), "not wider than the first");
            assertTrue(t.b().includes(both), "not wider than the second");
            assertEquals(both.equals(t.b()), t.a().includes(t.b()), "the order");
            included.addAndGet(t.a().includes(t.b()) ? 1 : 0);
            if (t.a().includes(t.b()) && t.b().includes(t.c())) {
                assertTrue(t.a().includes(t.c()), "transitive");
            }
        });
        assertTrue(included.get() > 1000, "included=" + included);
    }

    /** A chain of random length permits what each of its links permits, in whatever order they come. */
    @Test
    void effective_chainOfAnyLength_isWhatEveryLinkPermits() {
        Property.named("constraints-effective")
                .oneIn(10)
                .check(
                        draws -> draws.list(
                                Token.MAX_DEPTH, CapabilityConstraintsPropertyTest::constraints),
                        links -> {
                            CapabilityConstraints all = CapabilityConstraints.effective(links);
                            List<CapabilityConstraints> reversed = new ArrayList<>(links);
                            Collections.reverse(reversed);
                            assertEquals(all, CapabilityConstraints.effective(reversed));
                            for (VerbDescriptor verb : VERBS) {
                                assertEquals(
                                        links.stream()
                                                .allMatch(link -> link.permits(verb, Keys.NOW)),
                                        all.permits(verb, Keys.NOW));
                            }
                            for (CapabilityConstraints link : links) {
                                assertTrue(link.includes(all));
                                assertTrue(link.maxUses().isEmpty()
                                        || all.maxUses().getAsLong()
                                                <= link.maxUses().getAsLong());
                            }
                        });
    }

    record Call(Grant one, Grant other, VerbDescriptor verb, ObjectNode given) {}

    @Test
    void meet_anyTwoGrants_permitsWhatBothPermit() {
        AtomicInteger permitted = new AtomicInteger();
        Property.named("grant-meet").check(CapabilityConstraintsPropertyTest::call, call -> {
            boolean both = permits(call.one(), call) && permits(call.other(), call);
            var met = call.one().meet(call.other());
            assertEquals(both, met.filter(grant -> permits(grant, call)).isPresent());
            assertEquals(met, call.other().meet(call.one()));
            met.ifPresent(grant -> {
                assertTrue(call.one().includes(grant));
                assertTrue(call.other().includes(grant));
            });
            permitted.addAndGet(both ? 1 : 0);
        });
        assertTrue(permitted.get() > 50, "permitted=" + permitted);
    }

    private static Call call(Draws draws) {
        var given = JsonNodeFactory.instance.objectNode();
        given.set("p", Constraints.value(draws));
        return new Call(grant(draws), grant(draws), draws.pick(VERBS), given);
    }

    private static Grant grant(Draws draws) {
        Grant grant = Grant.of(
                draws.oneOf("**", "file.**", "*.read", "file.*", "file.read"),
                draws.pick(List.of(EffectLevel.values()).reversed()));
        return draws.flip() ? grant : grant.where("p", Constraints.draw(draws));
    }

    private static boolean permits(Grant grant, Call call) {
        return grant.reaches(call.verb())
                && grant.refusedParameter(call.given()).isEmpty();
    }

    @Test
    void names_forbidden_isNeverNamed() {
        Property.named("constraints-forbidden")
                .oneIn(4)
                .check(CapabilityConstraintsPropertyTest::three, t -> {
                    for (When call : t.calls()) {
                        CapabilityId id = call.verb().id();
                        boolean forbidden = t.a().forbidden().stream().anyMatch(p -> p.matches(id));
                        assertTrue(!forbidden || !t.a().intersect(t.b()).names(id));
                    }
                });
    }
}
