package dev.cnv.remote.decision;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictObject;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.remote.PointAnswer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a {@link PolicyPoint} answers, read by who asked. */
final class AnswerJson {

    private static final Set<String> MEMBERS = Set.of(
            "question",
            "policy",
            "verdict",
            "considered",
            "rule",
            "errors",
            "reason",
            "message",
            "details",
            "goodForMillis");
    private static final int MAX_TEXT_LENGTH = 16 * 1024;
    private static final int MAX_RULE_COUNT = 10_000;
    private static final int MAX_DETAIL_COUNT = 100;
    private static final long MAX_GOOD_MILLIS = Duration.ofDays(1).toMillis();

    private AnswerJson() {}

    /**
     * Reads an answer.
     *
     * @throws JsonRefusedException when it has another form, or answers another question
     */
    static PointAnswer read(JsonNode json, Digest question) {
        StrictObject in = StrictObject.of("answer", json, MEMBERS);
        if (!in.value("question", 64, Digest::new).equals(question)) {
            throw StrictObject.refused("answer.question", "is another question");
        }
        Digest policy = in.value("policy", 64, Digest::new);
        List<String> considered = texts(in, "considered");
        List<String> errors = texts(in, "errors");
        Optional<String> rule = optional(in, "rule");
        Duration good = Duration.ofMillis(in.integer("goodForMillis", 0, MAX_GOOD_MILLIS));
        PolicyVerdict verdict = switch (in.choice("verdict", PolicyPoint.Verdict.class)) {
            case PERMIT -> new PolicyVerdict.Permit(considered, rule, errors);
            case REFUSE -> new PolicyVerdict.Refuse(considered, rule, errors, denial(in));
        };
        return new PointAnswer(policy, verdict, good);
    }

    private static Denial denial(StrictObject in) {
        String code = in.text("reason", MAX_TEXT_LENGTH);
        Reason reason = Arrays.stream(Reason.values())
                .filter(each -> each.code().equals(code))
                .findFirst()
                .orElseThrow(() -> StrictObject.refused("answer.reason", "is unknown"));
        return new Denial(reason, in.text("message", MAX_TEXT_LENGTH), details(in.any("details")));
    }

    private static Map<String, String> details(JsonNode node) {
        if (!(node instanceof ObjectNode named) || named.size() > MAX_DETAIL_COUNT) {
            throw StrictObject.refused("answer.details", "is no object of a usual size");
        }
        Map<String, String> details = new TreeMap<>();
        named.properties()
                .forEach(each -> details.put(
                        each.getKey(),
                        StrictObject.text("answer.details", each.getValue(), MAX_TEXT_LENGTH)));
        return details;
    }

    private static Optional<String> optional(StrictObject in, String name) {
        return in.has(name) && !in.any(name).isNull()
                ? Optional.of(in.text(name, MAX_TEXT_LENGTH))
                : Optional.empty();
    }

    private static List<String> texts(StrictObject in, String name) {
        return in.array(name, MAX_RULE_COUNT).stream()
                .map(each -> StrictObject.text("answer." + name, each, MAX_TEXT_LENGTH))
                .toList();
    }
}
