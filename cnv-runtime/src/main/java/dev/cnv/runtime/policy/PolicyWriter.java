package dev.cnv.runtime.policy;

import dev.cnv.runtime.policy.PolicyAction.Allow;
import dev.cnv.runtime.policy.PolicyAction.Deny;
import dev.cnv.runtime.policy.PolicyAction.RedirectTo;
import dev.cnv.runtime.policy.PolicyAction.RequireApproval;
import dev.cnv.runtime.policy.PolicyAction.RewriteArguments;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes policies as JSON. Each condition and action is an object with one member that names it. */
final class PolicyWriter {

    /** The form's name and version. Version 0 had fewer conditions and no states; it is read too. */
    static final String FORMAT = "cnv-policy-v1";

    /** The version before. */
    static final String FORMAT_0 = "cnv-policy-v0";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PolicyWriter() {}

    static ObjectNode write(PolicySet policy) {
        ObjectNode json = JSON.objectNode();
        json.put("format", FORMAT);
        ArrayNode rules = json.putArray("rules");
        policy.rules().forEach(rule -> rules.add(write(rule)));
        return json;
    }

    static ObjectNode write(PolicyRule rule) {
        ObjectNode written = JSON.objectNode();
        written.put("name", rule.name());
        written.set("when", ConditionWriter.write(rule.when()));
        written.set("action", action(rule.action()));
        if (rule.state() != RuleState.ACTIVE) {
            written.put("state", rule.state().name());
        }
        return written;
    }

    private static ObjectNode action(PolicyAction action) {
        return switch (action) {
            case Allow() -> ConditionWriter.one("allow", JSON.booleanNode(true));
            case Deny(String reason, String suggestion) ->
                ConditionWriter.one(
                        "deny",
                        JSON.objectNode().put("reason", reason).put("suggestion", suggestion));
            case RequireApproval(int count, Set<?> approvers) -> {
                ObjectNode body = JSON.objectNode().put("count", count);
                ArrayNode names = body.putArray("approvers");
                approvers.forEach(approver -> names.add(approver.toString()));
                yield ConditionWriter.one("requireApproval", body);
            }
            case RewriteArguments rewrite -> {
                ObjectNode body = JSON.objectNode();
                rewrite.replacements().forEach(body::set);
                yield ConditionWriter.one("rewrite", body);
            }
            case RedirectTo(var to) -> ConditionWriter.text("redirect", to.path());
        };
    }
}
