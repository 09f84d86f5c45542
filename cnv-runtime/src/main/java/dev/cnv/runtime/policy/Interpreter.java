package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.CanonicalJson;
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
 * Decides one request by asking one rule after the other, as plainly as can be: what compiled code
 * must agree with.
 *
 * <p><b>Threading:</b> used by one thread, for one request.
 */
final class Interpreter {

    private final List<String> considered = new ArrayList<>();
    private final List<Found<Deny>> denials = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<Found<RequireApproval>> approvals = new ArrayList<>();
    private final List<Found<RedirectTo>> redirects = new ArrayList<>();
    private final List<Found<RewriteArguments>> rewrites = new ArrayList<>();
    private final List<String> allows = new ArrayList<>();

    /** Decides by rules that are sorted by name. */
    static PolicyVerdict decide(List<PolicyRule> rules, PolicyRequest request) {
        Interpreter interpreter = new Interpreter();
        for (PolicyRule rule : rules) {
            interpreter.ask(rule, request);
        }
        return interpreter.verdict(request);
    }

    private void ask(PolicyRule rule, PolicyRequest request) {
        considered.add(rule.name());
        boolean holds;
        try {
            holds = Conditions.holds(rule.when(), request);
        } catch (RuntimeException e) {
            errors.add(rule.name());
            if (!(rule.action() instanceof Allow)) {
                faults.add(new Fault(rule.name(), why(e)));
            }
            return;
        }
        if (holds) {
            applies(rule.name(), rule.action());
        }
    }

    /** A message of another exception could show an argument. */
    private static String why(RuntimeException e) {
        return e instanceof ConditionFault ? e.getMessage() : e.getClass().getName();
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

    private PolicyVerdict verdict(PolicyRequest request) {
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

    private PolicyVerdict fault(Fault fault) {
        return refuse(
                fault.rule(),
                Denial.of(
                        Reason.POLICY_FAULT,
                        "rule=" + fault.rule() + " could not be asked about this call ("
                                + fault.why() + "), and only a fault in an allow is passed over"));
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

    private static boolean counts(AgentId approver, RequireApproval needed, PolicyRequest request) {
        return !approver.equals(request.context().principal().agent().id())
                && (needed.approvers().isEmpty() || needed.approvers().contains(approver));
    }

    private static Denial approvalMissing(RequireApproval needed, long given) {
        String who = needed.approvers().isEmpty()
                ? "any approver"
                : needed.approvers().stream().map(AgentId::value).collect(Collectors.joining(","));
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
                new PolicyVerdict.Redirect(considered, Optional.of(rule), errors, targets.first()));
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
                            rewrites, "set argument=" + entry.getKey() + " to different values"));
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
        return Optional.of(new PolicyVerdict.Rewrite(considered, changing, errors, arguments));
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
            return new PolicyVerdict.Permit(considered, Optional.of(allows.getFirst()), errors);
        }
        Denial denial = Denial.of(
                Reason.POLICY_NO_PERMIT,
                "no rule permits capability=" + request.verb().id());
        return new PolicyVerdict.Refuse(considered, Optional.empty(), errors, denial);
    }

    private PolicyVerdict conflict(List<? extends Found<?>> found, String what) {
        String rules = found.stream().map(Found::name).collect(Collectors.joining(","));
        Denial denial = Denial.of(Reason.POLICY_CONFLICT, "rules=" + rules + " " + what)
                .with("rules", rules);
        return refuse(found.getFirst().name(), denial);
    }

    private PolicyVerdict refuse(String rule, Denial denial) {
        return new PolicyVerdict.Refuse(
                considered, Optional.of(rule), errors, denial.with("rule", rule));
    }

    private static boolean same(JsonNode one, JsonNode other) {
        return CanonicalJson.text(one).equals(CanonicalJson.text(other));
    }

    private record Fault(String rule, String why) {}

    private record Found<A extends PolicyAction>(String name, A action) {}
}
