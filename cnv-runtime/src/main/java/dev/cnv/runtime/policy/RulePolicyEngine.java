package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides by the rules of a {@link PolicySet}.
 *
 * <p>Nothing is permitted unless a rule allows it. Every rule that can apply to the verb and is not
 * disabled is asked; the strongest action of those that apply decides, whatever their order:
 *
 * <ol>
 *   <li>a deny refuses;
 *   <li>a fault in any rule but an allow refuses;
 *   <li>an approval that is still missing refuses;
 *   <li>redirects to different verbs refuse, a redirect to another verb starts the call again there;
 *   <li>rewrites that set one argument to different values refuse, a rewrite that changes something
 *       starts the call again with the new arguments;
 *   <li>an allow permits.
 * </ol>
 *
 * <p>An approval that was given, a rewrite that changes nothing and a redirect to the verb itself do
 * nothing more; none of them permits. A fault in an allow is no permit; {@link PolicyVerdict#errors}
 * names every rule at fault. Among rules of equal strength the first by name is the one that is said
 * to have decided.
 *
 * <p>There are two evaluators of the same rules: an interpreter, which is the reference, and code that
 * is compiled when a verb is first asked about. They agree in everything; {@link #evaluator} says which
 * one decides. What is known of a verb's rules is kept for at most {@value #MAX_VERB_COUNT} verbs; a
 * decision about a further verb finds its rules anew each time.
 *
 * <p>A compiled decision allocates nothing once the verb and this combination of rules that apply have
 * been seen, unless a rule is at fault, arguments are rewritten, approvals were presented and a rule
 * asks for some, an argument is compared that is a number and no integer of 64 bits, or more than 64
 * rules are about the verb.
 *
 * <p><b>Threading:</b> safe for use by several threads; the policy never changes.
 */
public final class RulePolicyEngine implements PolicyEngine {

    /** For how many verbs an engine keeps what it knows of their rules. */
    public static final int MAX_VERB_COUNT = 4096;

    private final PolicySet rules;
    private final Digest hash;
    private final boolean asksForWays;
    private final RuleIndex index;
    private final Optional<RuleCompiler> compiler;
    private final ConcurrentHashMap<String, VerbRules> known = new ConcurrentHashMap<>();

    private RulePolicyEngine(PolicySet policy, Optional<RuleCompiler> compiler) {
        this.rules = policy;
        this.hash = policy.hash();
        this.asksForWays = policy.asksForWays();
        this.index = new RuleIndex(policy.rules());
        this.compiler = compiler;
    }

    /**
     * An engine that compiles the policy. Where the platform lets no class be defined it interprets.
     *
     * @param policy the policy
     * @return the engine
     */
    public static RulePolicyEngine of(PolicySet policy) {
        return new RulePolicyEngine(policy, Optional.of(new RuleCompiler()));
    }

    /**
     * An engine that interprets the policy: slower, and without code made while it runs.
     *
     * @param policy the policy
     * @return the engine
     */
    public static RulePolicyEngine interpreting(PolicySet policy) {
        return new RulePolicyEngine(policy, Optional.empty());
    }

    @Override
    public String name() {
        return "cnv-rules/2";
    }

    @Override
    public Digest policy() {
        return hash;
    }

    @Override
    public boolean asksForWays() {
        return asksForWays;
    }

    /** {@return the policy} */
    public PolicySet rules() {
        return rules;
    }

    /**
     * The rules that are asked about a verb.
     *
     * @param verb the verb
     * @return their names, sorted
     */
    public List<String> asked(CapabilityId verb) {
        return index.about(verb).stream().map(PolicyRule::name).toList();
    }

    /**
     * Says how calls of a verb are decided.
     *
     * @param verb the verb
     * @return {@code compiled}, or {@code interpreted} and why
     */
    public String evaluator(VerbDescriptor verb) {
        return compiler.isEmpty() ? "interpreted: as was asked" : rulesOf(verb).evaluator();
    }

    @Override
    public PolicyVerdict evaluate(PolicyRequest request) {
        VerbDescriptor verb = request.verb();
        if (compiler.isEmpty()) {
            return Interpreter.decide(index.about(verb.id()), request);
        }
        return rulesOf(verb).decide(request);
    }

    @Override
    public Optional<String> varies(PolicyRequest request) {
        return Invariance.broken(index.about(request.verb().id()), request);
    }

    @Override
    public PolicyOutlook outlook(PolicyRequest call) {
        PolicyOutlook outlook = Outlook.of(index.about(call.verb().id()), call, false);
        boolean permitted = evaluate(call) instanceof PolicyVerdict.Permit;
        return permitted || !(outlook instanceof PolicyOutlook.Permits)
                ? outlook
                : new PolicyOutlook.Depends(
                        List.of("each call: a call without arguments is refused"));
    }

    @Override
    public PolicyOutlook outlookOnAnyPath(PolicyRequest call) {
        return Outlook.of(index.about(call.verb().id()), call, true);
    }

    private VerbRules rulesOf(VerbDescriptor verb) {
        VerbRules found = known.get(verb.id().path());
        return found != null && found.fit(verb) ? found : learn(verb);
    }

    /**
     * Descriptors of one id may differ in what rules ask for, though not within one runtime; the first
     * that comes is kept.
     */
    private VerbRules learn(VerbDescriptor verb) {
        List<PolicyRule> about = index.about(verb.id());
        if (known.size() >= MAX_VERB_COUNT || known.containsKey(verb.id().path())) {
            return VerbRules.interpreted(verb, about, "no room to keep what was compiled");
        }
        VerbRules learnt = VerbRules.compiled(verb, about, compiler.orElseThrow());
        VerbRules before = known.putIfAbsent(verb.id().path(), learnt);
        return before != null && before.fit(verb) ? before : learnt;
    }

    @Override
    public String toString() {
        return name() + "[policy=" + hash.shortHex() + "]";
    }
}
