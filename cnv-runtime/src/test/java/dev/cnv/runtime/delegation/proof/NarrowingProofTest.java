package dev.cnv.runtime.delegation.proof;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.z3.ArrayExpr;
import com.microsoft.z3.ArraySort;
import com.microsoft.z3.BitVecSort;
import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.BoolSort;
import com.microsoft.z3.Context;
import com.microsoft.z3.Expr;
import com.microsoft.z3.FuncDecl;
import com.microsoft.z3.IntSort;
import com.microsoft.z3.Model;
import com.microsoft.z3.RealSort;
import com.microsoft.z3.SeqSort;
import com.microsoft.z3.Sort;
import com.microsoft.z3.UninterpretedSort;
import dev.cnv.runtime.delegation.proof.LatticeModel.Block;
import dev.cnv.runtime.delegation.proof.LatticeModel.Host;
import dev.cnv.runtime.delegation.proof.LatticeModel.Path;
import dev.cnv.runtime.delegation.proof.LatticeModel.Range;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Authority narrows, for chains of any length: each rule by which one constraint includes another is a
 * lemma (what the child admits the parent admits), a grant is put together from constraints and a link
 * from grants, and links follow by induction.
 *
 * <p>The rules are those of {@link LatticeModel}, which {@code LatticeModelTest} compares with the code.
 */
class NarrowingProofTest {

    private static Context z3;
    private static Prover prover;
    private static SolverTheory theory;
    private static LatticeModel<BoolExpr, Expr<RealSort>, Expr<SeqSort<IntSort>>, Expr<BitVecSort>>
            model;

    @BeforeAll
    static void open() {
        z3 = Prover.open();
        prover = new Prover(z3);
        theory = new SolverTheory(z3, 32);
        model = new LatticeModel<>(theory);
    }

    @AfterAll
    static void close() {
        if (z3 != null) {
            z3.close();
        }
    }

    private static BoolExpr all(BoolExpr... parts) {
        return z3.mkAnd(parts);
    }

    private static BoolExpr given(BoolExpr condition, BoolExpr conclusion) {
        return z3.mkImplies(condition, conclusion);
    }

    private static BoolExpr forAll(BoolExpr body, Expr<?>... names) {
        return z3.mkForall(names, body, 1, null, null, null, null);
    }

    private static BoolExpr exists(BoolExpr body, Expr<?>... names) {
        return z3.mkExists(names, body, 1, null, null, null, null);
    }

    private static FuncDecl<BoolSort> relation(String name, Sort... of) {
        return z3.mkFuncDecl(name, of, z3.getBoolSort());
    }

    private static BoolExpr is(FuncDecl<BoolSort> relation, Expr<?>... of) {
        return (BoolExpr) relation.apply(of);
    }

    private static Range<Expr<RealSort>> range(String name) {
        return new Range<>(theory.number(name + ".min"), theory.number(name + ".max"));
    }

    @Test
    void ranges_ofEachKind_narrow() {
        Range<Expr<RealSort>> parent = range("parent");
        Range<Expr<RealSort>> child = range("child");
        Expr<RealSort> value = theory.number("value");
        BoolExpr included = model.includesRange(parent, child);
        prover.proves(
                "integer in integer",
                given(
                        all(included, model.admitsInteger(child, value)),
                        model.admitsInteger(parent, value)));
        prover.proves(
                "decimal in decimal",
                given(
                        all(included, model.admitsDecimal(child, value)),
                        model.admitsDecimal(parent, value)));
        prover.proves(
                "integer in decimal",
                given(
                        all(included, model.admitsInteger(child, value)),
                        model.admitsDecimal(parent, value)));
    }

    @Test
    void prefixes_narrow() {
        Expr<SeqSort<IntSort>> parent = theory.sequence("parent");
        Expr<SeqSort<IntSort>> child = theory.sequence("child");
        Expr<SeqSort<IntSort>> text = theory.sequence("text");
        prover.proves(
                "prefix in prefix",
                given(
                        all(model.includesPrefix(parent, child), model.admitsPrefix(child, text)),
                        model.admitsPrefix(parent, text)));
        prover.proves("any text in the empty prefix", model.admitsPrefix(theory.none(), text));
    }

    /** The one thing that views have to do with each other: an absolute path begins with a slash. */
    @Test
    void paths_narrow() {
        Path<BoolExpr, Expr<SeqSort<IntSort>>> parent = path("parent");
        Path<BoolExpr, Expr<SeqSort<IntSort>>> child = path("child");
        Path<BoolExpr, Expr<SeqSort<IntSort>>> path = path("path");
        prover.proves(
                "path in path",
                given(
                        all(model.includesPath(parent, child), model.admitsPath(child, path)),
                        model.admitsPath(parent, path)));
        Expr<SeqSort<IntSort>> text = theory.sequence("text");
        Expr<SeqSort<IntSort>> slash = z3.mkUnit(z3.mkInt('/'));
        BoolExpr reading = given(path.absolute(), theory.begins(text, slash));
        prover.proves(
                "absolute path in the prefix /",
                given(
                        all(reading, child.absolute(), model.admitsPath(child, path)),
                        model.admitsPrefix(slash, text)));
    }

    private static Path<BoolExpr, Expr<SeqSort<IntSort>>> path(String name) {
        return new Path<>(theory.truth(name + ".absolute"), theory.sequence(name + ".segments"));
    }

    @Test
    void hosts_narrow() {
        Host<BoolExpr, Expr<SeqSort<IntSort>>> parent = host("parent");
        Host<BoolExpr, Expr<SeqSort<IntSort>>> child = host("child");
        Expr<SeqSort<IntSort>> labels = theory.sequence("labels");
        prover.proves(
                "host in host",
                given(
                        all(model.includesHost(parent, child), model.admitsHost(child, labels)),
                        model.admitsHost(parent, labels)));
    }

    private static Host<BoolExpr, Expr<SeqSort<IntSort>>> host(String name) {
        return new Host<>(theory.truth(name + ".below"), theory.sequence(name + ".labels"));
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 128})
    void blocks_narrow(int width) {
        SolverTheory bits = new SolverTheory(z3, width);
        var addresses = new LatticeModel<>(bits);
        Block<Expr<BitVecSort>> parent = block(bits, "parent");
        Block<Expr<BitVecSort>> child = block(bits, "child");
        Expr<BitVecSort> address = bits.word("address");
        prover.proves(
                "block in block of " + width + " bits",
                given(
                        all(
                                inWidth(bits, parent),
                                inWidth(bits, child),
                                addresses.includesBlock(parent, child),
                                addresses.admitsAddress(child, address)),
                        addresses.admitsAddress(parent, address)));
    }

    private static Block<Expr<BitVecSort>> block(SolverTheory bits, String name) {
        return new Block<>(bits.word(name + ".first"), bits.word(name + ".length"));
    }

    private static BoolExpr inWidth(SolverTheory bits, Block<Expr<BitVecSort>> block) {
        return bits.notLonger(block.length(), z3.mkBV(bits.width(), bits.width()));
    }

    /** In width, and without a bit behind the prefix: a block that the code would make. */
    private static BoolExpr wellFormed(Block<Expr<BitVecSort>> block) {
        return all(
                inWidth(theory, block),
                z3.mkEq(z3.mkBVSHL(block.first(), block.length()), z3.mkBV(0, theory.width())));
    }

    /** A list under any parent: each of its values was asked for. */
    @Test
    void lists_narrow() {
        UninterpretedSort values = z3.mkUninterpretedSort("Value");
        FuncDecl<BoolSort> listed = relation("listed", values);
        FuncDecl<BoolSort> parent = relation("parent-admits", values);
        Expr<?> value = z3.mkConst("value", values);
        Expr<?> each = z3.mkConst("each", values);
        BoolExpr evaluated = forAll(given(is(listed, each), is(parent, each)), each);
        prover.proves(
                "list in anything", given(all(evaluated, is(listed, value)), is(parent, value)));
    }

    /** A range of integers in a list: each of its integers was looked for. */
    @Test
    void integersInAList_narrow() {
        FuncDecl<BoolSort> listed = relation("listed", z3.getIntSort());
        Expr<IntSort> min = z3.mkIntConst("min");
        Expr<IntSort> max = z3.mkIntConst("max");
        Expr<IntSort> value = z3.mkIntConst("value");
        Expr<IntSort> offset = z3.mkIntConst("offset");
        BoolExpr looked = forAll(
                given(
                        all(z3.mkLe(z3.mkInt(0), offset), z3.mkLe(offset, z3.mkSub(max, min))),
                        is(listed, z3.mkAdd(min, offset))),
                offset);
        // The instance that the solver needs: the value's distance from the smallest.
        BoolExpr instance = given(
                all(
                        z3.mkLe(z3.mkInt(0), z3.mkSub(value, min)),
                        z3.mkLe(z3.mkSub(value, min), z3.mkSub(max, min))),
                is(listed, z3.mkAdd(min, z3.mkSub(value, min))));
        prover.proves("the instance follows", given(looked, instance));
        prover.proves(
                "integers in a list",
                given(all(instance, z3.mkLe(min, value), z3.mkLe(value, max)), is(listed, value)));
    }

    @Test
    void subsets_narrow() {
        Sort scalars = z3.mkUninterpretedSort("Scalar");
        ArrayExpr<Sort, BoolSort> parent = set("parent", scalars);
        ArrayExpr<Sort, BoolSort> child = set("child", scalars);
        ArrayExpr<Sort, BoolSort> elements = set("elements", scalars);
        prover.proves(
                "subset in subset",
                given(
                        all(z3.mkSetSubset(child, parent), z3.mkSetSubset(elements, child)),
                        z3.mkSetSubset(elements, parent)));
    }

    @SuppressWarnings("unchecked")
    private static ArrayExpr<Sort, BoolSort> set(String name, Sort of) {
        Expr<?> set = z3.mkConst(name, z3.mkSetSort(of));
        return (ArrayExpr<Sort, BoolSort>) set;
    }

    /** Hosts and blocks: a set of patterns, each inside one of the parent's, of any number. */
    @Test
    void setsOfPatterns_narrow() {
        UninterpretedSort patterns = z3.mkUninterpretedSort("Pattern");
        UninterpretedSort values = z3.mkUninterpretedSort("Value");
        FuncDecl<BoolSort> parent = relation("in-parent", patterns);
        FuncDecl<BoolSort> child = relation("in-child", patterns);
        FuncDecl<BoolSort> includes = relation("includes", patterns, patterns);
        FuncDecl<BoolSort> holds = relation("holds", patterns, values);
        Expr<?> p = z3.mkConst("p", patterns);
        Expr<?> c = z3.mkConst("c", patterns);
        Expr<?> v = z3.mkConst("v", values);
        Expr<?> value = z3.mkConst("value", values);
        BoolExpr lemma =
                forAll(given(all(is(includes, p, c), is(holds, c, v)), is(holds, p, v)), p, c, v);
        BoolExpr included =
                forAll(given(is(child, c), exists(all(is(parent, p), is(includes, p, c)), p)), c);
        prover.proves(
                "set of patterns in set of patterns",
                given(
                        all(lemma, included, exists(all(is(child, c), is(holds, c, value)), c)),
                        exists(all(is(parent, p), is(holds, p, value)), p)));
    }

    /** Conjunctions on either side, given the lemmas about their parts. */
    @Test
    void conjunctions_narrow() {
        UninterpretedSort constraints = z3.mkUninterpretedSort("Constraint");
        UninterpretedSort values = z3.mkUninterpretedSort("Value");
        FuncDecl<BoolSort> parentPart = relation("part-of-parent", constraints);
        FuncDecl<BoolSort> childPart = relation("part-of-child", constraints);
        FuncDecl<BoolSort> subsumes = relation("subsumes", constraints, constraints);
        FuncDecl<BoolSort> admits = relation("admits", constraints, values);
        Expr<?> p = z3.mkConst("p", constraints);
        Expr<?> c = z3.mkConst("c", constraints);
        Expr<?> v = z3.mkConst("v", values);
        Expr<?> value = z3.mkConst("value", values);
        BoolExpr lemma =
                forAll(given(all(is(subsumes, p, c), is(admits, c, v)), is(admits, p, v)), p, c, v);
        BoolExpr rule = forAll(
                given(is(parentPart, p), exists(all(is(childPart, c), is(subsumes, p, c)), c)), p);
        BoolExpr child = forAll(given(is(childPart, c), is(admits, c, value)), c);
        BoolExpr parent = forAll(given(is(parentPart, p), is(admits, p, value)), p);
        prover.proves("conjunction in conjunction", given(all(lemma, rule, child), parent));
    }

    /**
     * The rules that are compared with the code, unrolled for three values. A range of integers in a list
     * is proved for lists of any length in {@link #integersInAList_narrow}; unrolled it is beyond the
     * solver, which has reals and integers at once there.
     */
    @Test
    void modelsOfListsSubsetsAndConjunctions_narrow() {
        List<Expr<SeqSort<IntSort>>> parent = sequences("parent", 3);
        List<Expr<SeqSort<IntSort>>> child = sequences("child", 3);
        Expr<SeqSort<IntSort>> text = theory.sequence("text");
        prover.proves(
                "three texts in three texts",
                given(
                        all(
                                model.includesList(child, each -> model.admitsText(parent, each)),
                                model.admitsText(child, text)),
                        model.admitsText(parent, text)));
        prover.proves(
                "three texts in a prefix",
                given(
                        all(
                                model.includesList(child, each -> model.admitsPrefix(text, each)),
                                model.admitsText(child, theory.sequence("value"))),
                        model.admitsPrefix(text, theory.sequence("value"))));
        prover.proves(
                "subset of three in subset of three",
                given(
                        all(
                                model.includesSubset(parent, child),
                                model.admitsSubset(child, sequences("element", 3))),
                        model.admitsSubset(parent, sequences("element", 3))));
    }

    private static List<Expr<SeqSort<IntSort>>> sequences(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> theory.sequence(name + i))
                .toList();
    }

    /** An absolute path begins with a slash; what else its text says is of no concern. */
    @Test
    void modelOfConjunctions_narrows() {
        Expr<SeqSort<IntSort>> text = theory.sequence("text");
        Path<BoolExpr, Expr<SeqSort<IntSort>>> path = path("path");
        BoolExpr reading = given(path.absolute(), theory.begins(text, slash()));
        prover.proves(
                "two parts in two parts",
                given(
                        all(
                                reading,
                                model.includesConjunction(
                                        parts("parent"), parts("child"), theory.none(), slash()),
                                model.admitsConjunction(parts("child"), text, path)),
                        model.admitsConjunction(parts("parent"), text, path)));
        prover.refutes(
                "two parts in two parts when one is enough",
                given(
                        all(
                                reading,
                                model.wrongIncludesConjunction(
                                        parts("parent"), parts("child"), theory.none(), slash()),
                                model.admitsConjunction(parts("child"), text, path)),
                        model.admitsConjunction(parts("parent"), text, path)));
        List<Expr<SeqSort<IntSort>>> child = sequences("child", 2);
        prover.refutes(
                "a list in a prefix when one value is enough",
                given(
                        all(
                                model.wrongIncludesList(
                                        child, each -> model.admitsPrefix(text, each)),
                                model.admitsText(child, theory.sequence("value"))),
                        model.admitsPrefix(text, theory.sequence("value"))));
    }

    private static Expr<SeqSort<IntSort>> slash() {
        return z3.mkUnit(z3.mkInt('/'));
    }

    private static List<LatticeModel.Part<BoolExpr, Expr<SeqSort<IntSort>>>> parts(String name) {
        return List.of(
                new LatticeModel.Part.Beginning<>(theory.sequence(name + ".beginning")),
                new LatticeModel.Part.Below<>(path(name)));
    }

    /** Capability patterns of any length: *, and a last ** for one or more. */
    @Test
    void patterns_narrow() {
        Expr<IntSort> index = z3.mkIntConst("index");
        Expr<IntSort> length = z3.mkIntConst("length");
        FuncDecl<IntSort> id = z3.mkFuncDecl("id", z3.getIntSort(), z3.getIntSort());
        Pattern parent = pattern("parent");
        Pattern child = pattern("child");
        BoolExpr segments = forAll(
                given(
                        all(z3.mkLe(z3.mkInt(0), index), z3.mkLt(index, parent.length())),
                        z3.mkOr(
                                z3.mkEq(parent.segments().apply(index), z3.mkInt(0)),
                                z3.mkEq(
                                        parent.segments().apply(index),
                                        child.segments().apply(index)))),
                index);
        BoolExpr lengths = (BoolExpr) z3.mkITE(
                parent.open(),
                z3.mkITE(
                        child.open(),
                        z3.mkLe(parent.length(), child.length()),
                        z3.mkLt(parent.length(), child.length())),
                z3.mkAnd(z3.mkNot(child.open()), z3.mkEq(parent.length(), child.length())));
        prover.proves(
                "pattern in pattern",
                given(
                        all(segments, lengths, matches(child, id, length)),
                        matches(parent, id, length)));
    }

    private record Pattern(BoolExpr open, Expr<IntSort> length, FuncDecl<IntSort> segments) {}

    /** Symbol 0 is *; {@code open} says that ** follows the segments. */
    private static Pattern pattern(String name) {
        return new Pattern(
                theory.truth(name + ".open"),
                z3.mkIntConst(name + ".length"),
                z3.mkFuncDecl(name, z3.getIntSort(), z3.getIntSort()));
    }

    private static BoolExpr matches(Pattern pattern, FuncDecl<IntSort> id, Expr<IntSort> length) {
        Expr<IntSort> index = z3.mkIntConst("index");
        BoolExpr fits = forAll(
                given(
                        all(z3.mkLe(z3.mkInt(0), index), z3.mkLt(index, pattern.length())),
                        z3.mkOr(
                                z3.mkEq(pattern.segments().apply(index), z3.mkInt(0)),
                                z3.mkEq(pattern.segments().apply(index), id.apply(index)))),
                index);
        return z3.mkAnd(fits, (BoolExpr) z3.mkITE(
                pattern.open(),
                z3.mkLt(pattern.length(), length),
                z3.mkEq(pattern.length(), length)));
    }

    /**
     * A grant: verbs, level and a constraint for some parameters, each of which the narrower grant keeps.
     * A link: grants, each inside one of the link before.
     */
    @Test
    void grantsAndLinks_narrow() {
        UninterpretedSort grants = z3.mkUninterpretedSort("Grant");
        UninterpretedSort names = z3.mkUninterpretedSort("Name");
        UninterpretedSort calls = z3.mkUninterpretedSort("Call");
        FuncDecl<BoolSort> capability = relation("holds-verb", grants, calls);
        FuncDecl<IntSort> max = z3.mkFuncDecl("max", new Sort[] {grants}, z3.getIntSort());
        FuncDecl<IntSort> level = z3.mkFuncDecl("level", new Sort[] {calls}, z3.getIntSort());
        FuncDecl<BoolSort> constrained = relation("constrained", grants, names);
        FuncDecl<BoolSort> admits = relation("admits", grants, names, calls);
        Expr<?> p = z3.mkConst("p", grants);
        Expr<?> c = z3.mkConst("c", grants);
        Expr<?> n = z3.mkConst("n", names);
        Expr<?> v = z3.mkConst("v", calls);
        Expr<?> call = z3.mkConst("call", calls);
        // What the lemmas above give, where Grant.includes has said yes.
        BoolExpr included = all(
                forAll(given(is(capability, c, v), is(capability, p, v)), v),
                z3.mkLe(max.apply(c), max.apply(p)),
                forAll(
                        given(
                                is(constrained, p, n),
                                all(
                                        is(constrained, c, n),
                                        forAll(
                                                given(is(admits, c, n, v), is(admits, p, n, v)),
                                                v))),
                        n));
        BoolExpr narrow = given(
                all(included, permits(c, call, capability, max, level, constrained, admits)),
                permits(p, call, capability, max, level, constrained, admits));
        prover.proves("grant in grant", narrow);

        FuncDecl<BoolSort> inParent = relation("in-parent", grants);
        FuncDecl<BoolSort> inChild = relation("in-child", grants);
        FuncDecl<BoolSort> permits = relation("permits", grants, calls);
        FuncDecl<BoolSort> includes = relation("includes", grants, grants);
        BoolExpr lemma = forAll(
                given(all(is(includes, p, c), is(permits, c, v)), is(permits, p, v)), p, c, v);
        BoolExpr link = forAll(
                given(is(inChild, c), exists(all(is(inParent, p), is(includes, p, c)), p)), c);
        prover.proves(
                "link in link",
                given(
                        all(lemma, link, exists(all(is(inChild, c), is(permits, c, call)), c)),
                        exists(all(is(inParent, p), is(permits, p, call)), p)));
    }

    private static BoolExpr permits(
            Expr<?> grant,
            Expr<?> call,
            FuncDecl<BoolSort> capability,
            FuncDecl<IntSort> max,
            FuncDecl<IntSort> level,
            FuncDecl<BoolSort> constrained,
            FuncDecl<BoolSort> admits) {
        Expr<?> name = z3.mkConst("name", constrained.getDomain()[1]);
        return all(
                is(capability, grant, call),
                z3.mkLe(level.apply(call), max.apply(grant)),
                forAll(given(is(constrained, grant, name), is(admits, grant, name, call)), name));
    }

    /** Induction over the chain: the first link, and from each link to the next. */
    @Test
    void chains_ofAnyLength_narrow() {
        UninterpretedSort calls = z3.mkUninterpretedSort("Call");
        FuncDecl<BoolSort> permits = relation("permits", z3.getIntSort(), calls);
        Expr<?> call = z3.mkConst("call", calls);
        Expr<IntSort> n = z3.mkIntConst("n");
        Expr<IntSort> next = z3.mkAdd(n, z3.mkInt(1));
        Expr<IntSort> root = z3.mkInt(1);
        prover.proves("base", given(is(permits, root, call), is(permits, root, call)));
        BoolExpr hypothesis = forAll(given(is(permits, n, call), is(permits, root, call)), call);
        BoolExpr linkInLink = forAll(given(is(permits, next, call), is(permits, n, call)), call);
        prover.proves(
                "step",
                given(
                        all(z3.mkLe(root, n), hypothesis, linkInLink),
                        forAll(given(is(permits, next, call), is(permits, root, call)), call)));
    }

    /** Window, level, uses, allowed and forbidden sets: what {@code intersect} does with two of them. */
    @Test
    void intersection_isALowerBoundWithItsLaws() {
        Sort ids = z3.mkUninterpretedSort("Id");
        laws("allowed", ids, (one, other) -> z3.mkSetIntersection(one, other), false);
        laws("forbidden", ids, (one, other) -> z3.mkSetUnion(one, other), true);
        Expr<IntSort> a = z3.mkIntConst("a");
        Expr<IntSort> b = z3.mkIntConst("b");
        Expr<IntSort> c = z3.mkIntConst("c");
        prover.proves("minimum commutes", z3.mkEq(min(a, b), min(b, a)));
        prover.proves("minimum associates", z3.mkEq(min(a, min(b, c)), min(min(a, b), c)));
        prover.proves("minimum of one", z3.mkEq(min(a, a), a));
        prover.proves("minimum is below", all(z3.mkLe(min(a, b), a), z3.mkLe(min(a, b), b)));
        prover.proves(
                "minimum is the greatest below",
                given(all(z3.mkLe(c, a), z3.mkLe(c, b)), z3.mkLe(c, min(a, b))));
    }

    private static Expr<IntSort> min(Expr<IntSort> one, Expr<IntSort> other) {
        return z3.mkITE(z3.mkLe(one, other), one, other);
    }

    private static void laws(
            String name,
            Sort of,
            BinaryOperator<Expr<ArraySort<Sort, BoolSort>>> meet,
            boolean reversed) {
        var a = set("a", of);
        var b = set("b", of);
        var c = set("c", of);
        prover.proves(name + " commutes", z3.mkEq(meet.apply(a, b), meet.apply(b, a)));
        prover.proves(
                name + " associates",
                z3.mkEq(meet.apply(a, meet.apply(b, c)), meet.apply(meet.apply(a, b), c)));
        prover.proves(name + " of one", z3.mkEq(meet.apply(a, a), a));
        prover.proves(
                name + " never widens",
                reversed
                        ? z3.mkSetSubset(a, meet.apply(a, b))
                        : z3.mkSetSubset(meet.apply(a, b), a));
    }

    /** The solver can tell: rules that look right are refuted, and the counterexample is one. */
    @Test
    void wrongRules_areRefuted() {
        Block<Expr<BitVecSort>> parent = block(theory, "parent");
        Block<Expr<BitVecSort>> child = block(theory, "child");
        Expr<BitVecSort> address = theory.word("address");
        Model found = prover.refutes(
                "block in block without comparing the lengths",
                given(
                        all(
                                wellFormed(parent),
                                wellFormed(child),
                                model.wrongIncludesBlock(parent, child),
                                model.admitsAddress(child, address)),
                        model.admitsAddress(parent, address)));
        assertTrue(
                found.eval(z3.mkBVULT(child.length(), parent.length()), true).isTrue(),
                "the child is wider");

        Expr<RealSort> value = theory.number("value");
        prover.refutes(
                "range in range when they overlap",
                given(
                        all(
                                theory.atMost(
                                        range("parent").min(), range("parent").max()),
                                theory.atMost(
                                        range("child").min(), range("child").max()),
                                model.wrongIncludesRange(range("parent"), range("child")),
                                model.admitsDecimal(range("child"), value)),
                        model.admitsDecimal(range("parent"), value)));

        Expr<SeqSort<IntSort>> labels = theory.sequence("labels");
        prover.refutes(
                "host in host when a name is below itself",
                given(
                        all(
                                model.wrongIncludesHost(host("parent"), host("child")),
                                model.admitsHost(host("child"), labels)),
                        model.admitsHost(host("parent"), labels)));
    }

    /** A claim that is not proved fails the test, with its counterexample. */
    @Test
    void canary_falseLemma_isNoProof() {
        Expr<IntSort> a = z3.mkIntConst("a");
        AssertionError e = assertThrows(
                AssertionError.class, () -> prover.proves("canary", z3.mkLe(a, z3.mkInt(5))));
        assertTrue(String.valueOf(e.getMessage()).contains("counterexample"), e.getMessage());
    }
}
