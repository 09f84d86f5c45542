package dev.cnv.runtime.delegation.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.z3.BitVecSort;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.IntSort;
import com.microsoft.z3.SeqSort;
import dev.cnv.runtime.delegation.ArgumentConstraint;
import dev.cnv.runtime.delegation.CidrBlock;
import dev.cnv.runtime.delegation.HostPattern;
import dev.cnv.runtime.delegation.proof.LatticeModel.Block;
import dev.cnv.runtime.delegation.proof.LatticeModel.Host;
import dev.cnv.runtime.delegation.proof.LatticeModel.Path;
import dev.cnv.runtime.delegation.proof.LatticeModel.Range;
import dev.cnv.testing.Draws;
import dev.cnv.testing.SeededDraws;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The model that is proved is the code: on random small cases the rules of {@link LatticeModel}, run as
 * functions, answer as the code does, and the same rules as formulas come to the same answer in the
 * solver.
 *
 * <p>The views of a value are made here from its parts, and the code gets the text: what the code's
 * parsers make of it is in the comparison.
 */
class LatticeModelTest {

    /** At least so many, however few cases properties have. */
    private static final int MIN_CASE_COUNT = 100_000;

    private static final int SOLVED_CASE_COUNT = 2_000;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> SYMBOLS = List.of("a", "b", "c");

    private enum Kind {
        INTEGER,
        DECIMAL,
        PREFIX,
        PATH,
        HOST,
        BLOCK_4,
        BLOCK_6
    }

    /** What the code says, what the model says, and the model's formula. */
    private record Case(
            Kind kind,
            String text,
            boolean codeIncludes,
            boolean codeAdmits,
            boolean modelIncludes,
            boolean modelAdmits,
            Formulas formulas) {}

    /** Makes formulas only where the solver is asked. */
    private interface Formulas {
        List<BoolExpr> of(Context context);
    }

    private static <B, N, S, W> LatticeModel<B, N, S, W> model(Theory<B, N, S, W> theory) {
        return new LatticeModel<>(theory);
    }

    @Test
    void model_randomCases_answersAsTheCode() {
        int count = Math.max(MIN_CASE_COUNT, Integer.getInteger("cnv.property.cases", 0));
        Map<Kind, Integer> included = new EnumMap<>(Kind.class);
        Map<Kind, Integer> admitted = new EnumMap<>(Kind.class);
        Draws draws = new SeededDraws(20);
        for (int i = 0; i < count; i++) {
            Case one = draw(draws);
            assertEquals(one.codeIncludes(), one.modelIncludes(), one.text());
            assertEquals(one.codeAdmits(), one.modelAdmits(), one.text());
            included.merge(one.kind(), one.codeIncludes() ? 1 : 0, Integer::sum);
            admitted.merge(one.kind(), one.codeAdmits() ? 1 : 0, Integer::sum);
        }
        for (Kind kind : Kind.values()) {
            int most = count / Kind.values().length * 9 / 10;
            assertTrue(included.get(kind) > 100 && included.get(kind) < most, included::toString);
            assertTrue(admitted.get(kind) > 100 && admitted.get(kind) < most, admitted::toString);
        }
    }

    @Test
    void formulas_randomCases_comeToTheModelsAnswer() {
        Draws draws = new SeededDraws(21);
        try (Context context = Prover.open()) {
            for (int i = 0; i < SOLVED_CASE_COUNT; i++) {
                Case one = draw(draws);
                List<BoolExpr> formulas = one.formulas().of(context);
                assertEquals(one.modelIncludes(), holds(formulas.getFirst()), one.text());
                assertEquals(one.modelAdmits(), holds(formulas.getLast()), one.text());
            }
        }
    }

    /** Ground formulas come down to true or false without a search. */
    private static boolean holds(BoolExpr formula) {
        BoolExpr simple = (BoolExpr) formula.simplify();
        assertTrue(simple.isTrue() || simple.isFalse(), () -> "formula=" + simple + " is open");
        return simple.isTrue();
    }

    private static Case draw(Draws draws) {
        Kind kind = draws.oneOf(Kind.values());
        return switch (kind) {
            case INTEGER, DECIMAL -> range(draws, kind);
            case PREFIX -> prefix(draws);
            case PATH -> path(draws);
            case HOST -> host(draws);
            case BLOCK_4 -> block(draws, kind, 32);
            case BLOCK_6 -> block(draws, kind, 128);
        };
    }

    private static Case made(
            Kind kind,
            ArgumentConstraint parent,
            ArgumentConstraint child,
            JsonNode value,
            boolean modelIncludes,
            boolean modelAdmits,
            Formulas formulas) {
        return new Case(
                kind,
                parent + " over " + child + " at " + value,
                ArgumentConstraint.subsumes(parent, child),
                child.admits(value),
                modelIncludes,
                modelAdmits,
                formulas);
    }

    /** A parent of either kind over a child of a kind; never a whole parent over a decimal child. */
    private static Case range(Draws draws, Kind kind) {
        boolean whole = kind == Kind.INTEGER;
        Range<BigDecimal> child = ends(draws, whole);
        Range<BigDecimal> parent = ends(draws, whole && draws.flip());
        BigDecimal number = BigDecimal.valueOf(draws.between(-60, 60), 1);
        boolean wholeParent = whole && whole(parent);
        var plain = model(new PlainTheory(32));
        return made(
                kind,
                constraint(parent, wholeParent),
                constraint(child, whole),
                JSON.numberNode(number),
                plain.includesRange(parent, child),
                whole ? plain.admitsInteger(child, number) : plain.admitsDecimal(child, number),
                context -> {
                    SolverTheory theory = new SolverTheory(context, 32);
                    var solved = model(theory);
                    var value = theory.literal(number);
                    var ends =
                            new Range<>(theory.literal(child.min()), theory.literal(child.max()));
                    return List.of(
                            solved.includesRange(
                                    new Range<>(
                                            theory.literal(parent.min()),
                                            theory.literal(parent.max())),
                                    ends),
                            whole
                                    ? solved.admitsInteger(ends, value)
                                    : solved.admitsDecimal(ends, value));
                });
    }

    /** Whether the ends can be those of an integer range. */
    private static boolean whole(Range<BigDecimal> range) {
        return range.min().stripTrailingZeros().scale() <= 0
                && range.max().stripTrailingZeros().scale() <= 0;
    }

    private static Range<BigDecimal> ends(Draws draws, boolean whole) {
        int scale = whole ? 0 : 1;
        long min = draws.between(-4, 3) * (whole ? 1 : 10) + (whole ? 0 : draws.upTo(9));
        BigDecimal low = BigDecimal.valueOf(min, scale);
        return new Range<>(
                low, low.add(BigDecimal.valueOf(draws.between(1, whole ? 5 : 50), scale)));
    }

    private static ArgumentConstraint constraint(Range<BigDecimal> range, boolean whole) {
        return whole
                ? ArgumentConstraint.between(
                        range.min().longValueExact(), range.max().longValueExact())
                : ArgumentConstraint.decimalBetween(range.min(), range.max());
    }

    private static List<String> symbols(Draws draws, int min, int max) {
        return IntStream.range(0, draws.between(min, max))
                .mapToObj(i -> draws.pick(SYMBOLS.subList(0, i == 0 ? 3 : 2)))
                .toList();
    }

    /** Symbols that often begin with others. */
    private static List<String> after(Draws draws, List<String> beginning) {
        List<String> more = new ArrayList<>(draws.rarely(3) ? List.of() : beginning);
        more.addAll(symbols(draws, more.isEmpty() ? 1 : 0, 2));
        return more;
    }

    private static Case prefix(Draws draws) {
        List<String> parent = symbols(draws, 0, 3);
        List<String> child = after(draws, parent);
        List<String> text = after(draws, child);
        var plain = model(new PlainTheory(32));
        return made(
                Kind.PREFIX,
                ArgumentConstraint.prefix(String.join("", parent)),
                ArgumentConstraint.prefix(String.join("", child)),
                JSON.stringNode(String.join("", text)),
                plain.includesPrefix(parent, child),
                plain.admitsPrefix(child, text),
                context -> {
                    SolverTheory theory = new SolverTheory(context, 32);
                    var solved = model(theory);
                    return List.of(
                            solved.includesPrefix(
                                    theory.literal(parent, SYMBOLS),
                                    theory.literal(child, SYMBOLS)),
                            solved.admitsPrefix(
                                    theory.literal(child, SYMBOLS), theory.literal(text, SYMBOLS)));
                });
    }

    private static Case path(Draws draws) {
        Path<Boolean, List<String>> parent = new Path<>(draws.flip(), symbols(draws, 0, 3));
        Path<Boolean, List<String>> child = below(draws, parent);
        Path<Boolean, List<String>> path = below(draws, child);
        var plain = model(new PlainTheory(32));
        return made(
                Kind.PATH,
                ArgumentConstraint.subPath(text(parent, "/")),
                ArgumentConstraint.subPath(text(child, "/")),
                // The model sees segments, the code a longer spelling of them.
                JSON.stringNode(text(path, draws.oneOf("/", "//", "/./"))),
                plain.includesPath(parent, child),
                plain.admitsPath(child, path),
                context -> {
                    SolverTheory theory = new SolverTheory(context, 32);
                    var solved = model(theory);
                    return List.of(
                            solved.includesPath(literal(theory, parent), literal(theory, child)),
                            solved.admitsPath(literal(theory, child), literal(theory, path)));
                });
    }

    private static Path<Boolean, List<String>> below(
            Draws draws, Path<Boolean, List<String>> upper) {
        boolean absolute = draws.rarely(5) != upper.absolute();
        return new Path<>(absolute, after(draws, upper.segments()));
    }

    private static String text(Path<Boolean, List<String>> path, String separator) {
        String text = String.join(separator, path.segments());
        return path.absolute() ? "/" + text : text.isEmpty() ? "." : text;
    }

    private static Path<BoolExpr, Expr<SeqSort<IntSort>>> literal(
            SolverTheory theory, Path<Boolean, List<String>> path) {
        return new Path<>(
                theory.context().mkBool(path.absolute()), theory.literal(path.segments(), SYMBOLS));
    }

    private static Case host(Draws draws) {
        Host<Boolean, List<String>> parent = new Host<>(draws.flip(), symbols(draws, 1, 3));
        Host<Boolean, List<String>> child = new Host<>(draws.flip(), after(draws, parent.labels()));
        List<String> labels = after(draws, child.labels());
        var plain = model(new PlainTheory(32));
        String name = text(new Host<>(false, labels));
        return made(
                Kind.HOST,
                ArgumentConstraint.hostIn(text(parent)),
                ArgumentConstraint.hostIn(text(child)),
                JSON.stringNode(draws.flip() ? name : name.toUpperCase(Locale.ROOT)),
                plain.includesHost(parent, child),
                plain.admitsHost(child, labels),
                context -> {
                    SolverTheory theory = new SolverTheory(context, 32);
                    var solved = model(theory);
                    return List.of(
                            solved.includesHost(literal(theory, parent), literal(theory, child)),
                            solved.admitsHost(
                                    literal(theory, child), theory.literal(labels, SYMBOLS)));
                });
    }

    private static String text(Host<Boolean, List<String>> host) {
        String name = String.join(".", host.labels().reversed());
        return HostPattern.parse(host.below() ? "*." + name : name).toString();
    }

    private static Host<BoolExpr, Expr<SeqSort<IntSort>>> literal(
            SolverTheory theory, Host<Boolean, List<String>> host) {
        return new Host<>(
                theory.context().mkBool(host.below()), theory.literal(host.labels(), SYMBOLS));
    }

    private static Case block(Draws draws, Kind kind, int width) {
        BigInteger near = BigInteger.valueOf(10).shiftLeft(width - 8);
        Block<BigInteger> parent = block(draws, near, width);
        Block<BigInteger> child = block(draws, near, width);
        BigInteger address = flipped(draws, near, width);
        var plain = model(new PlainTheory(width));
        return made(
                kind,
                ArgumentConstraint.cidrIn(CidrBlock.parse(text(parent, width)).toString()),
                ArgumentConstraint.cidrIn(text(child, width)),
                JSON.stringNode(text(address, width)),
                plain.includesBlock(parent, child),
                plain.admitsAddress(child, address),
                context -> {
                    SolverTheory theory = new SolverTheory(context, width);
                    var solved = model(theory);
                    return List.of(
                            solved.includesBlock(literal(theory, parent), literal(theory, child)),
                            solved.admitsAddress(literal(theory, child), theory.literal(address)));
                });
    }

    private static Block<BigInteger> block(Draws draws, BigInteger near, int width) {
        int length = draws.between(0, width);
        BigInteger first =
                flipped(draws, near, width).shiftRight(width - length).shiftLeft(width - length);
        return new Block<>(first, BigInteger.valueOf(length));
    }

    private static BigInteger flipped(Draws draws, BigInteger near, int width) {
        return draws.flip() ? near : near.flipBit(draws.between(0, width - 1));
    }

    private static Block<Expr<BitVecSort>> literal(SolverTheory theory, Block<BigInteger> block) {
        return new Block<>(theory.literal(block.first()), theory.literal(block.length()));
    }

    private static String text(Block<BigInteger> block, int width) {
        return text(block.first(), width) + "/" + block.length();
    }

    /** Written out without the code's own writer. */
    private static String text(BigInteger address, int width) {
        int part = width == 32 ? 8 : 16;
        return IntStream.iterate(width - part, at -> at >= 0, at -> at - part)
                .mapToObj(at -> address.shiftRight(at)
                        .and(BigInteger.ONE.shiftLeft(part).subtract(BigInteger.ONE))
                        .toString(width == 32 ? 10 : 16))
                .collect(Collectors.joining(width == 32 ? "." : ":"));
    }
}
