package dev.cnv.runtime.policy.remote;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.canonical.StrictObject;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyVerdict;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is said to a decision point by HTTP, and what it says. */
final class PointJson {

    private static final Set<String> ANSWER =
            Set.of("policy", "verdict", "rule", "reason", "message", "goodForMillis");
    private static final int MAX_TEXT_LENGTH = 4_096;
    private static final long MAX_GOOD_MILLIS = Duration.ofDays(1).toMillis();

    private PointJson() {}

    private enum Verdict {
        PERMIT,
        REFUSE
    }

    /** The reasons that a point may give. */
    private enum Given {
        POLICY_NO_PERMIT(Reason.POLICY_NO_PERMIT),
        POLICY_FORBIDDEN(Reason.POLICY_FORBIDDEN),
        APPROVAL_REQUIRED(Reason.APPROVAL_REQUIRED);

        private final Reason reason;

        Given(Reason reason) {
            this.reason = reason;
        }
    }

    static ObjectNode request(PolicyRequest request) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("capability", request.verb().id().path());
        out.put("version", request.verb().version());
        texts(out, "effects", request.verb().effects().effects());
        out.put("sensitivity", request.verb().effects().sensitivity().name());
        texts(out, "data", request.verb().effects().data());
        out.set("arguments", request.arguments().deepCopy());
        Principal principal = request.context().principal();
        out.put("agent", principal.agent().id().value());
        out.put("agentType", principal.agent().type());
        out.put("tenant", principal.tenant().value());
        out.put("root", principal.root().value());
        DelegationFacts delegation = request.facts().delegation();
        out.put("originIsPerson", delegation.originIsPerson());
        out.put("depth", delegation.depth());
        delegation.chain().ifPresent(chain -> out.put("chain", chain.hex()));
        texts(out, "approvers", request.approvers());
        texts(out, "path", request.context().path());
        out.put("priority", request.context().qualityOfService().priority().name());
        out.put("dryRun", request.context().dryRun());
        out.put("now", request.facts().now().toString());
        out.put("policyEpoch", request.facts().policyEpoch());
        out.put("revocationEpoch", request.facts().revocationEpoch());
        return out;
    }

    private static void texts(ObjectNode out, String name, Collection<?> values) {
        ArrayNode array = out.putArray(name);
        values.stream().map(Object::toString).sorted().forEach(array::add);
    }

    /**
     * Reads an answer.
     *
     * @throws IllegalArgumentException when it has another form
     */
    static PointAnswer answer(String text) {
        StrictObject in = StrictObject.of("answer", StrictJson.parse(text), ANSWER);
        Digest policy = in.value("policy", 64, Digest::new);
        Optional<String> rule = in.has("rule")
                ? Optional.of(in.text("rule", MAX_TEXT_LENGTH))
                : Optional.empty();
        Duration good = Duration.ofMillis(in.integer("goodForMillis", 0, MAX_GOOD_MILLIS));
        List<String> considered = rule.map(List::of).orElseGet(List::of);
        PolicyVerdict verdict =
                switch (in.choice("verdict", Verdict.class)) {
                    case PERMIT -> new PolicyVerdict.Permit(considered, rule);
                    case REFUSE -> new PolicyVerdict.Refuse(considered, rule, denial(in));
                };
        return new PointAnswer(policy, verdict, good);
    }

    private static Denial denial(StrictObject in) {
        return Denial.of(
                in.choice("reason", Given.class).reason,
                in.has("message")
                        ? in.text("message", MAX_TEXT_LENGTH)
                        : "the decision point refuses the call");
    }
}
