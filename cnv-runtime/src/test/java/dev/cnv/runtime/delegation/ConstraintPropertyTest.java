package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class ConstraintPropertyTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    record Three(
            ArgumentConstraint a,
            ArgumentConstraint b,
            ArgumentConstraint c,
            List<JsonNode> values) {}

    private static List<JsonNode> values(Draws draws) {
        return Stream.generate(() -> Constraints.value(draws)).limit(4).toList();
    }

    private static Three three(Draws draws) {
        return new Three(
                Constraints.draw(draws),
                Constraints.draw(draws),
                Constraints.draw(draws),
                values(draws));
    }

    /** A child that is often inside the parent, as its meet with another constraint. */
    private static Three nested(Draws draws) {
        ArgumentConstraint a = Constraints.draw(draws);
        ArgumentConstraint b = inside(draws, a);
        return new Three(a, b, inside(draws, b), values(draws));
    }

    private static ArgumentConstraint inside(Draws draws, ArgumentConstraint outer) {
        ArgumentConstraint other = Constraints.draw(draws);
        return draws.rarely(5) ? other : outer.meet(other).orElse(outer);
    }

    @Test
    void subsumes_childAdmits_parentAdmits() {
        AtomicInteger admitted = new AtomicInteger();
        Property.named("subsumes-narrows").check(ConstraintPropertyTest::nested, t -> {
            for (JsonNode value : t.values()) {
                if (t.a().includes(t.b()) && t.b().admits(value)) {
                    admitted.incrementAndGet();
                    assertTrue(t.a().admits(value));
                }
            }
        });
        assertTrue(admitted.get() > 500, "admitted=" + admitted);
    }

    @Test
    void subsumes_threeInAChain_isTransitiveReflexiveAntisymmetric() {
        AtomicInteger chained = new AtomicInteger();
        Property.named("subsumes-orders").check(ConstraintPropertyTest::nested, t -> {
            assertTrue(t.a().includes(t.a()), "reflexive");
            if (t.a().includes(t.b()) && t.b().includes(t.a())) {
                assertEquals(t.a(), t.b());
            }
            if (t.a().includes(t.b()) && t.b().includes(t.c())) {
                chained.incrementAndGet();
                assertTrue(t.a().includes(t.c()), "transitive");
            }
        });
        assertTrue(chained.get() > 1000, "chained=" + chained);
    }

    @Test
    void meet_anyTwo_admitsExactlyWhatBothAdmit() {
        AtomicInteger admitted = new AtomicInteger();
        Property.named("meet-is-exact").check(ConstraintPropertyTest::nested, t -> {
            Optional<ArgumentConstraint> meet = t.a().meet(t.b());
            for (JsonNode value : t.values()) {
                boolean both = Constraints.both(t.a(), t.b(), value);
                admitted.addAndGet(both ? 1 : 0);
                assertEquals(both, Constraints.admits(meet, value));
            }
        });
        assertTrue(admitted.get() > 500, "admitted=" + admitted);
    }

    @Test
    void meet_anyThree_isCommutativeAssociativeIdempotentAndNeverWidens() {
        Property.named("meet-laws")
                .check(draws -> draws.flip() ? three(draws) : nested(draws), t -> {
                    assertEquals(Optional.of(t.a()), t.a().meet(t.a()), "idempotent");
                    assertEquals(t.a().meet(t.b()), t.b().meet(t.a()), "commutative");
                    assertEquals(
                            t.a().meet(t.b()).flatMap(ab -> ab.meet(t.c())),
                            t.b().meet(t.c()).flatMap(bc -> t.a().meet(bc)),
                            "associative");
                    t.a().meet(t.b()).ifPresent(met -> {
                        assertTrue(t.a().includes(met), "inside the first");
                        assertTrue(t.b().includes(met), "inside the second");
                    });
                    if (t.a().includes(t.c()) && t.b().includes(t.c())) {
                        // Empty meets: nothing but what is plainly empty may be inside both.
                        Optional<ArgumentConstraint> met = t.a().meet(t.b());
                        assertTrue(met.filter(m -> m.includes(t.c())).isPresent(), "greatest");
                    }
                });
    }

    @Test
    void meet_parentIncludesChild_isTheChild() {
        Property.named("meet-of-nested").check(ConstraintPropertyTest::nested, t -> {
            if (t.a().includes(t.b())) {
                assertEquals(Optional.of(t.b()), t.a().meet(t.b()));
            } else {
                assertTrue(!Optional.of(t.b()).equals(t.a().meet(t.b())), "b is inside a");
            }
        });
    }

    /** Equal readings of a value are admitted alike, whatever node they come in. */
    @Test
    void admits_otherSpellingOfANumber_isTheSame() {
        Property.named("admits-by-value").check(ConstraintPropertyTest::three, t -> {
            JsonNode value = t.values().getFirst();
            if (value.isNumber()) {
                BigDecimal number = value.decimalValue();
                for (JsonNode other : List.of(
                        JSON.numberNode(number.setScale(number.scale() + 3)),
                        JSON.numberNode(number.doubleValue()),
                        JSON.numberNode(number.floatValue()))) {
                    assertEquals(t.a().admits(value), t.a().admits(other), () -> "as " + other);
                }
            }
        });
    }

    /** The reading of numbers here and in canonical JSON is one: lists and ranges agree. */
    @Test
    void scalarText_anyValue_isTheCanonicalTextOrNone() {
        Property.named("scalar-text").check(ConstraintPropertyTest::scalarNode, value -> {
            Optional<String> canonical;
            try {
                canonical = Optional.of(CanonicalJson.text(value));
            } catch (IllegalArgumentException _) {
                canonical = Optional.empty();
            }
            assertEquals(canonical, ScalarText.of(value));
        });
    }

    private static JsonNode scalarNode(Draws draws) {
        return switch (draws.between(0, 6)) {
            case 0 -> Constraints.scalar(draws);
            case 1 -> JSON.numberNode(Double.longBitsToDouble(draws.anyLong()));
            case 2 -> JSON.numberNode(Float.intBitsToFloat((int) draws.anyLong()));
            case 3 ->
                JSON.numberNode(BigDecimal.valueOf(draws.anyLong(), draws.between(-400, 400)));
            case 4 ->
                JSON.numberNode(java.math.BigInteger.valueOf(draws.anyLong())
                        .shiftLeft(draws.between(0, 1200)));
            case 5 -> JSON.stringNode(draws.text(6, "a\u00e9\"\\\ud83d\ude00\u0000"));
            default -> JSON.numberNode((short) draws.between(-3, 3));
        };
    }

    @Test
    void pathText_below_isAsTheSegmentsSay() {
        Property.named("path-below")
                .check(
                        draws -> List.of(draws.text(8, "a/. b"), draws.text(12, "a/. b:\\\u0000")),
                        texts -> {
                            Optional<PathText> upper = PathText.of(texts.getFirst());
                            if (upper.isPresent()) {
                                boolean held = PathText.of(texts.getLast())
                                        .filter(upper.get()::holds)
                                        .isPresent();
                                String text = upper.get().text();
                                assertEquals(held, PathText.below(text, texts.getLast()));
                                assertEquals(upper, PathText.of(text));
                            }
                        });
    }
}
