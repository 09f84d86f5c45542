package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyAction.Allow;
import dev.cnv.runtime.policy.PolicyAction.Deny;
import dev.cnv.runtime.policy.PolicyAction.RedirectTo;
import dev.cnv.runtime.policy.PolicyAction.RequireApproval;
import dev.cnv.runtime.policy.PolicyAction.RewriteArguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides by the rules of a {@link PolicySet}.
 *
 * <p>Nothing is permitted unless a rule allows it. Every rule that can apply to the verb is asked; the
 * strongest action of those that apply decides, whatever their order:
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
 * nothing more; none of them permits. A fault in an allow is no permit and is shown in {@link
 * PolicyVerdict#considered} as the rule's name with {@code !fault} behind it. Among rules of equal
 * strength the first by name is the one that is said to have decided.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class RulePolicyEngine implements PolicyEngine {

    /** What follows the name of a faulty rule in {@link PolicyVerdict#considered}. */
    public static final String FAULT_MARK = "!fault";

    private final Digest hash;
    private final RuleIndex index;

    private RulePolicyEngine(PolicySet policy) {
        this.hash = policy.hash();
        this.index = new RuleIndex(policy.rules());
    }

    /**
     * An engine for a policy.
     *
     * @param policy the policy
     * @return the engine
     */
    public static RulePolicyEngine of(PolicySet policy) {
        return new RulePolicyEngine(policy);
    }

    @Override
    public String name() {
        return "cnv-rules/1";
    }

    @Override
    public Digest policy() {
        return hash;
    }

    @Override
    public PolicyVerdict evaluate(PolicyRequest request) {
        Findings findings = new Findings();
        for (PolicyRule rule : index.about(request.verb().id())) {
            findings.ask(rule, request);
        }
        return findings.verdict(request);
    }

    @Override
    public String toString() {
        return name() + "[policy=" + hash.shortHex() + "]";
    }

    /** The rules that apply to one request, by strength, each list sorted by name. */
    private static final class Findings {
        private final List<String> considered = new ArrayList<>();
        private final List<Found<Deny>> denials = new ArrayList<>();
        private final List<String> faults = new ArrayList<>();
        private final List<Found<RequireApproval>> approvals = new ArrayList<>();
        private final List<Found<RedirectTo>> redirects = new ArrayList<>();
        private final List<Found<RewriteArguments>> rewrites = new ArrayList<>();
        private final List<String> allows = new ArrayList<>();

        void ask(PolicyRule rule, PolicyRequest request) {
            boolean holds;
            try {
                holds = Conditions.holds(rule.when(), request);
            } catch (RuntimeException _) {
                considered.add(rule.name() + FAULT_MARK);
                if (!(rule.action() instanceof Allow)) {
                    faults.add(rule.name());
                }
                return;
            }
            considered.add(rule.name());
            if (holds) {
                applies(rule.name(), rule.action());
            }
        }

        private void applies(String name, PolicyAction action) {
            switch (action) {
                case Allow() -> allows.add(name);
                case Deny deny -> denials.add(new Found<>(name, deny));
                case RequireApproval approval -> approvals.add(new Found<>(name, approval));
                case RedirectTo redirect -> redirects.add(new Found<>(name, redirect));
                case RewriteArguments rewrite -> rewrites.add(new Found<>(name, rewrite));
            }
        }

        PolicyVerdict verdict(PolicyRequest request) {
            if (!denials.isEmpty()) {
                return forbidden(denials.getFirst());
            }
            if (!faults.isEmpty()) {
                return fault(faults.getFirst());
            }
            return approval(request)
                    .or(() -> redirect(request))
                    .or(() -> rewrite(request))
                    .orElseGet(() -> permit(request));
        }

        private PolicyVerdict forbidden(Found<Deny> found) {
            Denial denial = Denial.of(Reason.POLICY_FORBIDDEN, found.action().reason());
            if (!found.action().suggestion().isEmpty()) {
                denial = denial.with(Denial.SUGGESTION, found.action().suggestion());
            }
            return refuse(found.name(), denial);
        }

        private PolicyVerdict fault(String rule) {
            return refuse(
                    rule,
                    Denial.of(
                            Reason.POLICY_FAULT,
                            "rule=" + rule
                                    + " could not be asked about this call, and only a fault in an allow is"
                                    + " passed over"));
        }

        private Optional<PolicyVerdict> approval(PolicyRequest request) {
            for (Found<RequireApproval> found : approvals) {
                RequireApproval needed = found.action();
                long given = request.approvers().stream()
                        .filter(approver -> counts(approver, needed, request))
                        .count();
                if (given < needed.count()) {
                    return Optional.of(refuse(found.name(), approvalMissing(needed, given)));
                }
            }
            return Optional.empty();
        }

        private static boolean counts(
                AgentId approver, RequireApproval needed, PolicyRequest request) {
            return !approver.equals(request.context().principal().agent().id())
                    && (needed.approvers().isEmpty() || needed.approvers().contains(approver));
        }

        private static Denial approvalMissing(RequireApproval needed, long given) {
            String who = needed.approvers().isEmpty()
                    ? "any approver"
                    : needed.approvers().stream()
                            .map(AgentId::value)
                            .collect(Collectors.joining(","));
            return Denial.of(
                            Reason.APPROVAL_REQUIRED,
                            "the call needs the approval of count=" + needed.count()
                                    + " of approvers=" + who + " besides the caller and has "
                                    + given)
                    .with("approvers", who)
                    .with("count", Integer.toString(needed.count()));
        }

        private Optional<PolicyVerdict> redirect(PolicyRequest request) {
            TreeSet<CapabilityId> targets = new TreeSet<>();
            redirects.forEach(found -> targets.add(found.action().to()));
            if (targets.size() > 1) {
                return Optional.of(
                        conflict(redirects, "redirect the call to different verbs=" + targets));
            }
            if (targets.isEmpty() || targets.first().equals(request.verb().id())) {
                return Optional.empty();
            }
            String rule = redirects.getFirst().name();
            return Optional.of(
                    new PolicyVerdict.Redirect(trace(), Optional.of(rule), targets.first()));
        }

        private Optional<PolicyVerdict> rewrite(PolicyRequest request) {
            Map<String, JsonNode> values = new TreeMap<>();
            Optional<String> changing = Optional.empty();
            for (Found<RewriteArguments> found : rewrites) {
                for (Map.Entry<String, JsonNode> entry :
                        found.action().replacements().entrySet()) {
                    JsonNode other = values.putIfAbsent(entry.getKey(), entry.getValue());
                    if (other != null && !same(other, entry.getValue())) {
                        return Optional.of(conflict(
                                rewrites,
                                "set argument=" + entry.getKey() + " to different values"));
                    }
                    if (changing.isEmpty()
                            && changes(request.arguments(), entry.getKey(), entry.getValue())) {
                        changing = Optional.of(found.name());
                    }
                }
            }
            if (changing.isEmpty()) {
                return Optional.empty();
            }
            ObjectNode arguments = request.arguments().deepCopy();
            values.forEach(arguments::set);
            return Optional.of(new PolicyVerdict.Rewrite(trace(), changing, arguments));
        }

        private static boolean changes(ObjectNode arguments, String name, JsonNode value) {
            JsonNode present = arguments.get(name);
            try {
                return present == null || !same(present, value);
            } catch (IllegalArgumentException _) {
                // An argument without canonical form is not the value: it is replaced.
                return true;
            }
        }

        private PolicyVerdict permit(PolicyRequest request) {
            if (!allows.isEmpty()) {
                return new PolicyVerdict.Permit(trace(), Optional.of(allows.getFirst()));
            }
            Denial denial = Denial.of(
                    Reason.POLICY_NO_PERMIT,
                    "no rule permits capability=" + request.verb().id() + " to agent="
                            + request.context().principal().agent().id());
            return new PolicyVerdict.Refuse(trace(), Optional.empty(), denial);
        }

        private PolicyVerdict conflict(List<? extends Found<?>> found, String what) {
            String rules = found.stream().map(Found::name).collect(Collectors.joining(","));
            Denial denial = Denial.of(Reason.POLICY_CONFLICT, "rules=" + rules + " " + what)
                    .with("rules", rules);
            return refuse(found.getFirst().name(), denial);
        }

        private PolicyVerdict refuse(String rule, Denial denial) {
            return new PolicyVerdict.Refuse(trace(), Optional.of(rule), denial.with("rule", rule));
        }

        private List<String> trace() {
            return List.copyOf(considered);
        }

        private static boolean same(JsonNode one, JsonNode other) {
            return CanonicalJson.text(one).equals(CanonicalJson.text(other));
        }
    }

    private record Found<A extends PolicyAction>(String name, A action) {}
}
