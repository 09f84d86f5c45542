package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.delegation.ArgumentConstraint.And;
import dev.cnv.runtime.delegation.ArgumentConstraint.DecimalRange;
import dev.cnv.runtime.delegation.ArgumentConstraint.Exact;
import dev.cnv.runtime.delegation.ArgumentConstraint.IntegerRange;
import dev.cnv.runtime.delegation.ArgumentConstraint.OneOf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The one form of a constraint, its words, and values that are made to hurt. */
class ConstraintFormTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Test
    void factories_otherSpellings_giveTheOneForm() {
        assertEquals(new Exact("\"a\""), ArgumentConstraint.oneOf("a", "a"));
        assertEquals(new Exact("1.5"), Constraints.oneOf("1.5", "1.50"));
        assertEquals(new Exact("5"), ArgumentConstraint.between(5, 5));
        assertEquals(new Exact("0.5"), Constraints.decimal("0.5", "0.500"));
        assertEquals(new IntegerRange(1, 3), Constraints.oneOf("3", "1", "2"));
        assertEquals(new IntegerRange(-1, 0), Constraints.oneOf("0", "-1"));
        assertTrue(Constraints.oneOf("1", "3") instanceof OneOf);
        assertTrue(Constraints.oneOf("1", "2", "\"a\"") instanceof OneOf);
        assertTrue(
                Constraints.oneOf("9223372036854775808", "9223372036854775809") instanceof OneOf);
        assertTrue(
                Constraints.oneOf("-9223372036854775808", "9223372036854775807") instanceof OneOf);
        assertEquals(
                new DecimalRange(BigDecimal.ZERO, new BigDecimal("1000")),
                new DecimalRange(new BigDecimal("0E+9"), new BigDecimal("1E+3")));
        assertEquals(
                0,
                new DecimalRange(BigDecimal.ZERO, new BigDecimal("1E+3")).max().scale());
    }

    @Test
    void constructors_formOfAnotherKind_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> new IntegerRange(5, 5));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DecimalRange(BigDecimal.ONE, new BigDecimal("1.0")));
        assertThrows(
                IllegalArgumentException.class, () -> new OneOf(new TreeSet<>(List.of("1", "2"))));
        assertThrows(IllegalArgumentException.class, () -> new OneOf(new TreeSet<>(List.of("1"))));
        ArgumentConstraint prefix = ArgumentConstraint.prefix("a");
        ArgumentConstraint path = ArgumentConstraint.subPath(".");
        assertEquals(List.of(prefix, path), new And(List.of(prefix, path)).parts());
        for (List<ArgumentConstraint> parts : List.<List<ArgumentConstraint>>of(
                List.of(),
                List.of(prefix),
                List.of(path, prefix),
                List.of(prefix, prefix),
                List.of(prefix, ArgumentConstraint.prefix("ab")),
                List.of(ArgumentConstraint.any(), prefix),
                List.of(ArgumentConstraint.between(1, 2), prefix),
                List.of(prefix, new And(List.of(prefix, path))))) {
            assertThrows(IllegalArgumentException.class, () -> new And(parts), parts::toString);
        }
    }

    @Test
    void allOf_partsThatAddNothing_areLeftOut() {
        ArgumentConstraint path = ArgumentConstraint.subPath("/a");
        assertEquals(
                path,
                ArgumentConstraint.allOf(
                        ArgumentConstraint.any(), ArgumentConstraint.prefix("/"), path));
        assertEquals(
                new IntegerRange(1, 2),
                ArgumentConstraint.allOf(
                        ArgumentConstraint.between(-5, 2), Constraints.decimal("0.5", "9")));
        assertThrows(
                IllegalArgumentException.class,
                () -> ArgumentConstraint.allOf(path, ArgumentConstraint.between(1, 2)));
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 3, 4", "1, 1, 2, 2"})
    void meet_rangesApart_isEmpty(long min, long max, long otherMin, long otherMax) {
        assertEquals(
                Optional.empty(),
                ArgumentConstraint.between(min, max)
                        .meet(ArgumentConstraint.between(otherMin, otherMax)));
    }

    @Test
    void meet_nothingInCommon_isEmpty() {
        List<ArgumentConstraint> apart = List.of(
                ArgumentConstraint.between(0, 9),
                ArgumentConstraint.subPath("x"),
                ArgumentConstraint.subPath("y"),
                ArgumentConstraint.subPath("/z"),
                ArgumentConstraint.subsetOf("x"),
                ArgumentConstraint.exactly("n"));
        for (ArgumentConstraint one : apart) {
            for (ArgumentConstraint other : apart) {
                assertEquals(
                        one.equals(other) ? Optional.of(one) : Optional.empty(),
                        one.meet(other),
                        () -> one + " and " + other);
            }
        }
        ArgumentConstraint host = ArgumentConstraint.hostIn("a.b");
        ArgumentConstraint block = ArgumentConstraint.cidrIn("10.0.0.0/8");
        assertEquals(
                Optional.empty(),
                ArgumentConstraint.prefix("x").meet(ArgumentConstraint.prefix("y")));
        assertEquals(
                Optional.empty(),
                ArgumentConstraint.prefix("/x").meet(ArgumentConstraint.subPath("x")));
        assertEquals(Optional.empty(), host.meet(block));
        assertEquals(Optional.empty(), host.meet(ArgumentConstraint.subPath("/")));
        assertEquals(Optional.empty(), block.meet(ArgumentConstraint.prefix("/")));
        assertEquals(Optional.empty(), host.meet(ArgumentConstraint.hostIn("*.a.b")));
        assertEquals(
                Optional.empty(),
                Constraints.decimal("0.1", "0.9").meet(ArgumentConstraint.between(-5, 0)));
    }

    @Test
    void meet_moreThanTheLimit_isRefusedUnlessNested() {
        String[] left = hosts("a", "b");
        String[] right = hosts("b", "a");
        ArgumentConstraint one = ArgumentConstraint.hostIn(left);
        ArgumentConstraint other = ArgumentConstraint.hostIn(right);
        assertThrows(IllegalArgumentException.class, () -> one.meet(other));
        assertEquals(Optional.of(one), one.meet(one));
    }

    /** All hosts below one name, and many of another. */
    private static String[] hosts(String all, String some) {
        return IntStream.range(0, 256)
                .mapToObj(i -> i == 0 ? "*." + all : "h" + i + "." + some)
                .toArray(String[]::new);
    }

    @Test
    void toString_eachKind_isWords() {
        assertEquals(
                List.of(
                        "anything",
                        "exactly \"a\"",
                        "one of \"a\", \"b\"",
                        "an integer from 1 to 9",
                        "a number from 0.5 to 100",
                        "a text that begins with \"eu-\"",
                        "a path at or below docs",
                        "a host in *.example.org",
                        "an address in 10.0.0.0/8",
                        "a list of nothing but \"a\"",
                        "an empty list",
                        "a text that begins with \"a\" and a path at or below ."),
                List.of(
                                ArgumentConstraint.any(),
                                ArgumentConstraint.exactly("a"),
                                ArgumentConstraint.oneOf("b", "a"),
                                ArgumentConstraint.between(1, 9),
                                Constraints.decimal("0.50", "1E+2"),
                                ArgumentConstraint.prefix("eu-"),
                                ArgumentConstraint.subPath("./docs/"),
                                ArgumentConstraint.hostIn("*.Example.org"),
                                ArgumentConstraint.cidrIn("10.0.0.0/8"),
                                ArgumentConstraint.subsetOf("a"),
                                ArgumentConstraint.subsetOf(new String[0]),
                                ArgumentConstraint.allOf(
                                        ArgumentConstraint.subPath("."),
                                        ArgumentConstraint.prefix("a")))
                        .stream()
                        .map(Object::toString)
                        .toList());
        String many = ArgumentConstraint.subsetOf(
                        IntStream.range(10, 30).mapToObj(Integer::toString).toArray(String[]::new))
                .toString();
        assertTrue(many.endsWith(" and 12 more"), many);
        String cut = ArgumentConstraint.prefix("x".repeat(100)).toString();
        assertTrue(cut.endsWith("x\"..."), cut);
    }

    @Test
    void decimalRange_beyondLimits_isRefused() {
        for (String end : List.of("1E+64", "1E-65", "1E+1000000000", "1E-1000000000")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new DecimalRange(BigDecimal.ZERO, new BigDecimal(end)),
                    end);
        }
        BigDecimal huge = new BigDecimal(BigInteger.ONE.shiftLeft(4_000_000));
        assertThrows(IllegalArgumentException.class, () -> new DecimalRange(BigDecimal.ZERO, huge));
        assertTrue(Constraints.decimal("-9E+63", "1E-64").admits(StrictJson.parse("-9e63")));
    }

    /** Numbers of a thousand million digits, or with so many zeros, are refused by their size. */
    @Test
    void admits_hugeValues_isFalseInBoundedTime() {
        ArrayNode deep = JSON.arrayNode();
        IntStream.range(0, 100_000).forEach(i -> deep.add(JSON.arrayNode()));
        List<JsonNode> values = List.of(
                JSON.numberNode(new BigDecimal("1E+1000000000")),
                JSON.numberNode(new BigDecimal("1E-1000000000")),
                JSON.numberNode(new BigDecimal("0E+1000000000")),
                JSON.numberNode(new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE)),
                JSON.numberNode(new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE)),
                JSON.numberNode(BigInteger.ONE.shiftLeft(50_000_000)),
                JSON.numberNode(new BigDecimal(BigInteger.ONE.shiftLeft(50_000_000), 3)),
                JSON.numberNode(Double.NaN),
                JSON.numberNode(Float.NEGATIVE_INFINITY),
                JSON.stringNode("../".repeat(1_000_000)),
                JSON.stringNode("a/".repeat(1_000_000)),
                JSON.stringNode(":".repeat(1_000_000)),
                JSON.stringNode(".".repeat(1_000_000)),
                JSON.stringNode("a\u0000b"),
                JSON.pojoNode(new Object()),
                JSON.binaryNode(new byte[3]),
                JSON.missingNode(),
                deep);
        List<ArgumentConstraint> all = Constraints.samples().values().stream()
                .flatMap(List::stream)
                .filter(constraint -> !(constraint instanceof ArgumentConstraint.Any))
                .filter(constraint -> !(constraint instanceof ArgumentConstraint.Prefix))
                .toList();
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (JsonNode value : values) {
                for (ArgumentConstraint constraint : all) {
                    assertFalse(constraint.admits(value), constraint::toString);
                }
            }
        });
    }

    /** The same letters in another Unicode form are another path, and so is a path that looks alike. */
    @Test
    void subPath_otherUnicodeForm_isNotAdmitted() {
        ArgumentConstraint composed = ArgumentConstraint.subPath("caf\u00e9");
        assertTrue(composed.admits(JSON.stringNode("caf\u00e9/x")));
        assertFalse(composed.admits(JSON.stringNode("cafe\u0301/x")));
        assertFalse(composed.admits(JSON.stringNode("caf\u00e9\u2215x")));
        assertFalse(composed.admits(JSON.stringNode("caf\u00e9\uff0fx")));
    }

    /** A 32-bit number is what it is written as, in a list and in a range. */
    @Test
    void admits_floatAtTheEndOfARange_isItsDecimal() {
        assertTrue(Constraints.decimal("0", "0.1").admits(JSON.numberNode(0.1f)));
        assertTrue(ArgumentConstraint.exactly(JSON.numberNode(0.1)).admits(JSON.numberNode(0.1f)));
    }

    @Test
    void subset_arrays_areAdmittedElementByElement() {
        ArgumentConstraint subset = ArgumentConstraint.subsetOf("a", "b");
        assertTrue(subset.admits(StrictJson.parse("[]")));
        assertTrue(subset.admits(StrictJson.parse("[\"b\",\"a\",\"b\"]")));
        assertFalse(subset.admits(StrictJson.parse("[\"a\",\"c\"]")));
        assertFalse(subset.admits(StrictJson.parse("[[\"a\"]]")));
        assertFalse(subset.admits(StrictJson.parse("\"a\"")));
        assertFalse(subset.admits(StrictJson.parse("{\"a\":\"a\"}")));
    }
}
