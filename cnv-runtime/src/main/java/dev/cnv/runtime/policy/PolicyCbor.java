package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.policy.PolicyAction.Allow;
import dev.cnv.runtime.policy.PolicyAction.Deny;
import dev.cnv.runtime.policy.PolicyAction.RedirectTo;
import dev.cnv.runtime.policy.PolicyAction.RequireApproval;
import dev.cnv.runtime.policy.PolicyAction.RewriteArguments;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The one byte form of a policy, whose SHA-256 names it: deterministic CBOR.
 *
 * <pre>{@code
 * policy    = ["cnv-policy", 1, [rule, ...]]                 rules sorted by name
 * rule      = [name, state, action, condition]               state: 0 active, 1 deprecated, 2 disabled
 * action    = [0]                                            allow
 *           / [1, reason, suggestion]                        deny
 *           / [2, count, [agent, ...]]                       require approval; agents sorted
 *           / [3, {name: value, ...}]                        rewrite
 *           / [4, capability]                                redirect
 * condition = [0]                                            always
 *           / [1, condition, ...]                            all, in order
 *           / [2, condition, ...]                            any, in order
 *           / [3, condition]                                 not
 *           / [number, fact ...]                             see ConditionCbor
 * value     = text                                           canonical JSON
 * }</pre>
 *
 * <p>Numbers are never used again for something else; a changed meaning is another version. The form
 * is written and never read.
 */
final class PolicyCbor {

    private static final String FORMAT = "cnv-policy";
    private static final int VERSION = 1;

    private PolicyCbor() {}

    static byte[] bytes(PolicySet policy) {
        CborWriter out = new CborWriter(64 + 128 * policy.rules().size());
        out.array(3).text(FORMAT).integer(VERSION).array(policy.rules().size());
        for (PolicyRule rule : policy.rules()) {
            write(out, rule);
        }
        return out.toBytes();
    }

    static void write(CborWriter out, PolicyRule rule) {
        out.array(4).text(rule.name()).integer(state(rule.state()));
        write(out, rule.action());
        ConditionCbor.write(out, rule.when());
    }

    private static int state(RuleState state) {
        return switch (state) {
            case ACTIVE -> 0;
            case DEPRECATED -> 1;
            case DISABLED -> 2;
        };
    }

    private static void write(CborWriter out, PolicyAction action) {
        switch (action) {
            case Allow() -> out.array(1).integer(0);
            case Deny(String reason, String suggestion) ->
                out.array(3).integer(1).text(reason).text(suggestion);
            case RequireApproval(int count, Set<AgentId> approvers) -> {
                out.array(3).integer(2).integer(count).array(approvers.size());
                approvers.forEach(approver -> out.text(approver.value()));
            }
            case RewriteArguments rewrite -> {
                Map<String, JsonNode> values = new TreeMap<>(rewrite.replacements());
                out.array(2)
                        .integer(3)
                        .map(values, (w, value) -> w.text(CanonicalJson.text(value)));
            }
            case RedirectTo(var to) -> out.array(2).integer(4).text(to.path());
        }
    }
}
