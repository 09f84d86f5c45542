package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/**
 * Every pair of kinds, on every pair of samples and every value of a small world. A kind that is added
 * has no row here, and the test fails until it has.
 */
class ConstraintLatticeTest {

    /**
     * What {@code subsumes(row, column)} says: A always yes; N never, and it is never so; E yes exactly when
     * it is so; S yes only when it is so, but not always then; U never, though it may be so.
     */
    private static final String TABLE = """
            parent       Any Exact OneOf IntegerRange DecimalRange Prefix SubPath HostIn CidrIn SetSubset And
            Any          A   A     A     A            A            A      A       A      A      A         A
            Exact        N   E     N     N            N            N      N       N      U      N         U
            OneOf        N   E     E     E            N            N      N       N      U      N         U
            IntegerRange N   E     E     E            N            N      N       N      N      N         N
            DecimalRange N   E     E     E            E            N      N       N      N      N         N
            Prefix       N   E     E     N            N            E      E       S      S      N         S
            SubPath      N   E     E     N            N            N      E       U      U      N         S
            HostIn       N   E     E     N            N            N      N       E      N      N         S
            CidrIn       N   E     E     N            N            N      N       N      E      N         S
            SetSubset    N   N     N     N            N            N      N       N      N      E         N
            And          N   E     E     N            N            N      N       U      U      N         S
            """;

    private static final Map<Class<?>, List<ArgumentConstraint>> SAMPLES = Constraints.samples();

    private record Cell(String parent, String child, char verdict) {}

    private static List<Cell> cells() {
        List<List<String>> rows =
                TABLE.lines().map(line -> List.of(line.strip().split(" +"))).toList();
        List<Cell> cells = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            for (int i = 1; i < row.size(); i++) {
                cells.add(new Cell(
                        row.getFirst(), rows.getFirst().get(i), row.get(i).charAt(0)));
            }
        }
        return cells;
    }

    @Test
    void table_everyPairOfKinds_hasARowAndSamples() {
        Set<String> kinds = Arrays.stream(ArgumentConstraint.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());
        Set<String> pairs = kinds.stream()
                .flatMap(parent -> kinds.stream().map(child -> parent + " " + child))
                .collect(Collectors.toSet());
        assertEquals(
                pairs,
                cells().stream()
                        .map(cell -> cell.parent() + " " + cell.child())
                        .collect(Collectors.toSet()));
        assertEquals(
                kinds,
                SAMPLES.keySet().stream().map(Class::getSimpleName).collect(Collectors.toSet()));
    }

    @TestFactory
    Stream<DynamicTest> subsumes_pairOfKinds_isAsTheTableSays() {
        return cells().stream()
                .map(cell -> DynamicTest.dynamicTest(
                        cell.parent() + " over " + cell.child(), () -> check(cell)));
    }

    private static void check(Cell cell) {
        Map<Boolean, Integer> said = new LinkedHashMap<>(Map.of(true, 0, false, 0));
        for (ArgumentConstraint parent : samples(cell.parent())) {
            for (ArgumentConstraint child : samples(cell.child())) {
                boolean subsumes = ArgumentConstraint.subsumes(parent, child);
                said.merge(subsumes, 1, Integer::sum);
                List<JsonNode> outside = Constraints.DOMAIN.stream()
                        .filter(value -> child.admits(value) && !parent.admits(value))
                        .toList();
                String pair = parent + " over " + child;
                if (subsumes) {
                    assertEquals(List.of(), outside, pair);
                } else if ("ANE".indexOf(cell.verdict()) >= 0) {
                    assertFalse(outside.isEmpty(), pair + " holds and is not said");
                }
            }
        }
        boolean yes = said.get(true) > 0;
        boolean no = said.get(false) > 0;
        String expected = switch (cell.verdict()) {
            case 'A' -> "true false";
            case 'N', 'U' -> "false true";
            default -> "true true";
        };
        assertEquals(expected, yes + " " + no, () -> cell + " said " + said);
    }

    private static List<ArgumentConstraint> samples(String kind) {
        return SAMPLES.entrySet().stream()
                .filter(entry -> entry.getKey().getSimpleName().equals(kind))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    @Test
    void meet_everyPairOfSamples_admitsWhatBothAdmit() {
        List<ArgumentConstraint> all =
                SAMPLES.values().stream().flatMap(List::stream).toList();
        for (ArgumentConstraint one : all) {
            for (ArgumentConstraint other : all) {
                var meet = one.meet(other);
                for (JsonNode value : Constraints.DOMAIN) {
                    assertEquals(
                            Constraints.both(one, other, value),
                            Constraints.admits(meet, value),
                            () -> one + " with " + other + " is " + meet + " at " + value);
                }
                meet.ifPresent(met -> {
                    assertTrue(one.includes(met), () -> one + " over " + met);
                    assertTrue(other.includes(met), () -> other + " over " + met);
                });
            }
        }
    }

    @Test
    void subsumes_everyTwoSamples_isAntisymmetric() {
        List<ArgumentConstraint> all =
                SAMPLES.values().stream().flatMap(List::stream).toList();
        for (ArgumentConstraint one : all) {
            for (ArgumentConstraint other : all) {
                assertEquals(
                        one.equals(other),
                        one.includes(other) && other.includes(one),
                        () -> one + " and " + other);
            }
        }
    }
}
