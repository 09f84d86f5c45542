package dev.cnv.runtime.policy;

import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.List;
import java.util.Optional;

/**
 * The rules about one verb, compiled, and the verdicts that were given by them.
 *
 * <p>Which rules apply is one bit each. The verdict is a function of these bits, except for rewrites
 * and for approvals that were presented; so the verdicts are kept by their bits, each made once by the
 * {@link Interpreter}.
 *
 * <p><b>Threading:</b> safe for use by several threads. The table's elements are written and read
 * without order: an entry's fields are final, so that a thread sees a whole entry or none, and an entry
 * that is lost is made again.
 */
final class VerbRules {

    /** The largest number of rules that have a bit. */
    static final int MAX_COMPILED_COUNT = Long.SIZE;

    /** A power of two. */
    private static final int TABLE_SIZE = 64;

    private static final int PROBES = 4;

    private final VerbDescriptor verb;
    private final List<PolicyRule> rules;
    private final Optional<CompiledRules> code;
    private final String evaluator;
    private final long denials;
    private final long approvals;
    private final long rewrites;
    private final Entry[] table = new Entry[TABLE_SIZE];

    private VerbRules(
            VerbDescriptor verb,
            List<PolicyRule> rules,
            Optional<CompiledRules> code,
            String evaluator) {
        this.verb = verb;
        this.rules = List.copyOf(rules);
        this.code = code;
        this.evaluator = evaluator;
        this.denials = bits(rules, PolicyAction.Deny.class);
        this.approvals = bits(rules, PolicyAction.RequireApproval.class);
        this.rewrites = bits(rules, PolicyAction.RewriteArguments.class);
    }

    /** The rules about a verb, sorted by name; interpreted when they cannot be compiled. */
    static VerbRules compiled(VerbDescriptor verb, List<PolicyRule> rules, RuleCompiler compiler) {
        if (rules.size() > MAX_COMPILED_COUNT) {
            return interpreted(
                    verb,
                    rules,
                    "ruleCount=" + rules.size() + " about the verb is more than "
                            + MAX_COMPILED_COUNT);
        }
        return switch (compiler.compile(verb, rules)) {
            case RuleCompiler.Result.Code(CompiledRules code) ->
                new VerbRules(verb, rules, Optional.of(code), "compiled");
            case RuleCompiler.Result.None(String why) -> interpreted(verb, rules, why);
        };
    }

    static VerbRules interpreted(VerbDescriptor verb, List<PolicyRule> rules, String why) {
        return new VerbRules(verb, rules, Optional.empty(), "interpreted: " + why);
    }

    /** Whether a descriptor says the same as the one that the rules were compiled for. */
    boolean fit(VerbDescriptor other) {
        return same(verb, other);
    }

    @SuppressWarnings("ReferenceEquality") // The common case first; what differs is compared.
    private static boolean same(VerbDescriptor one, VerbDescriptor other) {
        return one == other
                || (one.effects().equals(other.effects())
                        && one.contract().isolation() == other.contract().isolation());
    }

    String evaluator() {
        return evaluator;
    }

    PolicyVerdict decide(PolicyRequest request) {
        if (code.isEmpty()) {
            return Interpreter.decide(rules, request);
        }
        long applied;
        try {
            applied = code.get().applied(request);
        } catch (RuntimeException _) {
            // A rule is at fault. The interpreter finds out which ones are, and what that means.
            return Interpreter.decide(rules, request);
        }
        return mayDiffer(applied, request)
                ? Interpreter.decide(rules, request)
                : kept(applied, request);
    }

    /** Whether requests to which the same rules apply may have different verdicts. */
    private boolean mayDiffer(long applied, PolicyRequest request) {
        return (applied & denials) == 0
                && ((applied & rewrites) != 0
                        || ((applied & approvals) != 0 && !request.approvers().isEmpty()));
    }

    private PolicyVerdict kept(long applied, PolicyRequest request) {
        int first = (int) ((applied * 0x9E37_79B9_7F4A_7C15L) >>> (Long.SIZE - 6));
        for (int i = 0; i < PROBES; i++) {
            Entry entry = table[(first + i) & (TABLE_SIZE - 1)];
            if (entry == null) {
                return keep((first + i) & (TABLE_SIZE - 1), applied, request);
            }
            if (entry.applied == applied) {
                return entry.verdict;
            }
        }
        return keep(first, applied, request);
    }

    private PolicyVerdict keep(int slot, long applied, PolicyRequest request) {
        PolicyVerdict verdict = Interpreter.decide(rules, request);
        table[slot] = new Entry(applied, verdict);
        return verdict;
    }

    private static long bits(List<PolicyRule> rules, Class<? extends PolicyAction> action) {
        long bits = 0;
        for (int i = 0; i < Math.min(rules.size(), MAX_COMPILED_COUNT); i++) {
            if (action.isInstance(rules.get(i).action())) {
                bits |= 1L << i;
            }
        }
        return bits;
    }

    /** A verdict and the rules that applied: bit i stands for the rule at index i. */
    private record Entry(long applied, PolicyVerdict verdict) {}
}
