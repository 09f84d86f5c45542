package dev.cnv.runtime.delegation.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.z3.BitVecSort;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.IntSort;
import com.microsoft.z3.RealSort;
import com.microsoft.z3.SeqSort;
import dev.cnv.runtime.delegation.ArgumentConstraint;
import dev.cnv.runtime.delegation.CidrBlock;
import dev.cnv.runtime.delegation.HostPattern;
import dev.cnv.runtime.delegation.proof.LatticeModel.Block;
import dev.cnv.runtime.delegation.proof.LatticeModel.Host;
import dev.cnv.runtime.delegation.proof.LatticeModel.Part;
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

    private static final List<String> CHARACTERS = List.of("a", "b", "c", "/", ".");

    private enum Kind {
        INTEGER,
        DECIMAL,
        PREFIX,
        PATH,
        HOST,
        BLOCK_4,
        BLOCK_6,
        TEXTS,
        NUMBERS,
        SUBSET,
        CONJUNCTION
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
            case TEXTS -> texts(draws);
            case NUMBERS -> numbers(draws);
            case SUBSET -> subset(draws);
            case CONJUNCTION -> conjunction(draws);
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

    /** A list under a list, or under a prefix. */
    private static Case texts(Draws draws) {
        List<List<String>> child = words(draws, 2, 3);
        List<String> value = draws.flip() ? draws.pick(child) : symbols(draws, 1, 2);
        var plain = model(new PlainTheory(32));
        List<String> beginning = symbols(draws, 0, 1);
        List<List<String>> wide = new ArrayList<>(draws.flip() ? child : words(draws, 2, 3));
        wide.add(symbols(draws, 1, 2));
        boolean listed = draws.flip();
        return made(
                Kind.TEXTS,
                listed
                        ? ArgumentConstraint.oneOf(joined(wide))
                        : ArgumentConstraint.prefix(String.join("", beginning)),
                ArgumentConstraint.oneOf(joined(child)),
                JSON.stringNode(String.join("", value)),
                listed
                        ? plain.includesList(child, each -> plain.admitsText(wide, each))
                        : plain.includesList(child, each -> plain.admitsPrefix(beginning, each)),
                plain.admitsText(child, value),
                context -> {
                    SolverTheory theory = new SolverTheory(context, 32);
                    var solved = model(theory);
                    var values = literals(theory, child);
                    return List.of(
                            listed
                                    ? solved.includesList(
                                            values,
                                            each -> solved.admitsText(literals(theory, wide), each))
                                    : solved.includesList(
                                            values,
                                            each -> solved.admitsPrefix(
                                                    theory.literal(beginning, SYMBOLS), each)),
                            solved.admitsText(values, theory.literal(value, SYMBOLS)));
                });
    }

    private static List<List<String>> words(Draws draws, int min, int max) {
        return IntStream.range(0, draws.between(min, max))
                .mapToObj(_ -> symbols(draws, 1, 2))
                .toList();
    }

    private static String[] joined(List<List<String>> words) {
        return words.stream().map(word -> String.join("", word)).toArray(String[]::new);
    }

    private static List<Expr<SeqSort<IntSort>>> literals(
            SolverTheory theory, List<List<String>> words) {
        return words.stream().map(word -> theory.literal(word, SYMBOLS)).toList();
    }

    /** A list of numbers under a list or a range, or a range of integers under a list. */
    private static Case numbers(Draws draws) {
        List<BigDecimal> parent = numbers(draws, draws.between(2, 6));
        Range<BigDecimal> range = ends(draws, true);
        boolean wholeRange = draws.flip();
        List<BigDecimal> child = draws.flip()
                ? parent.subList(0, draws.between(1, parent.size()))
                : numbers(draws, draws.between(1, 3));
        BigDecimal value = draws.flip() ? draws.pick(child) : number(draws);
        var plain = model(new PlainTheory(32));
        return switch (draws.between(0, 2)) {
            case 0 ->
                numbers(
                        list(parent),
                        list(child),
                        value,
                        plain.includesList(child, each -> plain.admitsNumber(parent, each)),
                        plain.admitsNumber(child, value),
                        (theory, solved) -> List.of(
                                solved.includesList(
                                        numerals(theory, child),
                                        each -> solved.admitsNumber(
                                                numerals(theory, parent), each)),
                                solved.admitsNumber(
                                        numerals(theory, child), theory.literal(value))));
            case 1 ->
                numbers(
                        constraint(range, wholeRange),
                        list(child),
                        value,
                        plain.includesList(
                                child,
                                each -> wholeRange
                                        ? plain.admitsInteger(range, each)
                                        : plain.admitsDecimal(range, each)),
                        plain.admitsNumber(child, value),
                        (theory, solved) -> {
                            var ends = numerals(theory, range);
                            return List.of(
                                    solved.includesList(
                                            numerals(theory, child),
                                            each -> wholeRange
                                                    ? solved.admitsInteger(ends, each)
                                                    : solved.admitsDecimal(ends, each)),
                                    solved.admitsNumber(
                                            numerals(theory, child), theory.literal(value)));
                        });
            default -> {
                Range<BigDecimal> narrow = within(draws, parent);
                yield numbers(
                        list(parent),
                        constraint(narrow, true),
                        value,
                        plain.includesIntegers(parent, narrow),
                        plain.admitsInteger(narrow, value),
                        (theory, solved) -> List.of(
                                solved.includesIntegers(
                                        numerals(theory, parent), numerals(theory, narrow)),
                                solved.admitsInteger(
                                        numerals(theory, narrow), theory.literal(value))));
            }
        };
    }

    private interface NumberFormulas {
        List<BoolExpr> of(
                SolverTheory theory,
                LatticeModel<BoolExpr, Expr<RealSort>, Expr<SeqSort<IntSort>>, Expr<BitVecSort>>
                        solved);
    }

    private static Case numbers(
            ArgumentConstraint parent,
            ArgumentConstraint child,
            BigDecimal value,
            boolean includes,
            boolean admits,
            NumberFormulas formulas) {
        return made(
                Kind.NUMBERS, parent, child, JSON.numberNode(value), includes, admits, context -> {
                    SolverTheory theory = new SolverTheory(context, 32);
                    return formulas.of(theory, model(theory));
                });
    }

    private static BigDecimal number(Draws draws) {
        return BigDecimal.valueOf(draws.between(-3, 3) * 10L + (draws.rarely(4) ? 5 : 0), 1);
    }

    private static List<BigDecimal> numbers(Draws draws, int count) {
        return IntStream.range(0, count).mapToObj(_ -> number(draws)).toList();
    }

    /** A range of two or three integers that begins in a list, as often as that has one. */
    private static Range<BigDecimal> within(Draws draws, List<BigDecimal> list) {
        BigDecimal min = draws.pick(list).setScale(0, java.math.RoundingMode.FLOOR);
        return new Range<>(min, min.add(BigDecimal.valueOf(draws.between(1, 2))));
    }

    private static ArgumentConstraint list(List<BigDecimal> numbers) {
        return ArgumentConstraint.oneOf(
                numbers.stream().map(JSON::numberNode).toArray(JsonNode[]::new));
    }

    private static List<Expr<RealSort>> numerals(SolverTheory theory, List<BigDecimal> numbers) {
        return numbers.stream().map(theory::literal).toList();
    }

    private static Range<Expr<RealSort>> numerals(SolverTheory theory, Range<BigDecimal> range) {
        return new Range<>(theory.literal(range.min()), theory.literal(range.max()));
    }

    private static Case subset(Draws draws) {
        List<List<String>> parent = words(draws, 0, 4);
        List<List<String>> child = draws.flip() || parent.isEmpty()
                ? words(draws, 0, 2)
                : parent.subList(0, draws.between(0, parent.size()));
        List<List<String>> elements = draws.flip() || child.isEmpty()
                ? words(draws, 0, 2)
                : child.subList(0, draws.between(0, child.size()));
        var plain = model(new PlainTheory(32));
        var array = JSON.arrayNode();
        for (String word : joined(elements)) {
            array.add(word);
        }
        return made(
                Kind.SUBSET,
                ArgumentConstraint.subsetOf(joined(parent)),
                ArgumentConstraint.subsetOf(joined(child)),
                array,
                plain.includesSubset(parent, child),
                plain.admitsSubset(child, elements),
                context -> {
                    SolverTheory theory = new SolverTheory(context, 32);
                    var solved = model(theory);
                    return List.of(
                            solved.includesSubset(
                                    literals(theory, parent), literals(theory, child)),
                            solved.admitsSubset(
                                    literals(theory, child), literals(theory, elements)));
                });
    }

    /** One or two constraints on a path: how it is written, and what it is below. */
    private record Both(List<String> beginning, Path<Boolean, List<String>> below, int parts) {

        List<Part<Boolean, List<String>>> plain() {
            List<Part<Boolean, List<String>>> plain = new ArrayList<>();
            if ((parts & 1) != 0) {
                plain.add(new Part.Beginning<>(beginning));
            }
            if ((parts & 2) != 0) {
                plain.add(new Part.Below<>(below));
            }
            return plain;
        }

        List<Part<BoolExpr, Expr<SeqSort<IntSort>>>> solved(SolverTheory theory) {
            List<Part<BoolExpr, Expr<SeqSort<IntSort>>>> solved = new ArrayList<>();
            if ((parts & 1) != 0) {
                solved.add(new Part.Beginning<>(theory.literal(beginning, CHARACTERS)));
            }
            if ((parts & 2) != 0) {
                solved.add(new Part.Below<>(literal(theory, below)));
            }
            return solved;
        }

        boolean possible() {
            try {
                constraint();
                return true;
            } catch (IllegalArgumentException _) {
                return false;
            }
        }

        ArgumentConstraint constraint() {
            ArgumentConstraint prefix = ArgumentConstraint.prefix(String.join("", beginning));
            ArgumentConstraint path = ArgumentConstraint.subPath(text(below, "/"));
            return switch (parts) {
                case 1 -> prefix;
                case 2 -> path;
                default -> ArgumentConstraint.allOf(prefix, path);
            };
        }
    }

    private static Case conjunction(Draws draws) {
        Path<Boolean, List<String>> root = new Path<>(draws.flip(), symbols(draws, 0, 2));
        Both parent = both(draws, root, root);
        Path<Boolean, List<String>> under = below(draws, root);
        Path<Boolean, List<String>> path = below(draws, under);
        Both child = both(draws, under, path);
        List<String> characters = characters(path);
        var plain = model(new PlainTheory(32));
        return made(
                Kind.CONJUNCTION,
                parent.constraint(),
                child.constraint(),
                JSON.stringNode(text(path, "/")),
                plain.includesConjunction(parent.plain(), child.plain(), List.of(), List.of("/")),
                plain.admitsConjunction(child.plain(), characters, path),
                context -> {
                    SolverTheory theory = new SolverTheory(context, 32);
                    var solved = model(theory);
                    return List.of(
                            solved.includesConjunction(
                                    parent.solved(theory),
                                    child.solved(theory),
                                    theory.none(),
                                    theory.literal(List.of("/"), CHARACTERS)),
                            solved.admitsConjunction(
                                    child.solved(theory),
                                    theory.literal(characters, CHARACTERS),
                                    literal(theory, path)));
                });
    }

    /** A beginning of some path's text, or sometimes another, and a path to be below. */
    private static Both both(
            Draws draws, Path<Boolean, List<String>> below, Path<Boolean, List<String>> written) {
        List<String> all = characters(written);
        List<String> beginning = draws.rarely(4)
                ? symbols(draws, 1, 2)
                : all.subList(0, draws.between(0, all.size()));
        Both both = new Both(beginning, below, draws.between(1, 3));
        // Two that exclude each other make no constraint: one of them then.
        return both.possible() ? both : new Both(beginning, below, draws.between(1, 2));
    }

    private static List<String> characters(Path<Boolean, List<String>> path) {
        return text(path, "/").chars().mapToObj(Character::toString).toList();
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
