package dev.cnv.runtime.cli;

import dev.cnv.runtime.call.Explanation;
import dev.cnv.runtime.certificate.PolicyTrace;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Receipt;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON forms of denials, receipts and explanations. */
final class ResultJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ResultJson() {}

    /** A denial and what became of the call, as one line of JSON without its line break. */
    static String errorLine(Denial denial, Optional<Receipt> receipt) {
        ObjectNode report = NODES.objectNode();
        report.set("error", denial(denial));
        receipt.ifPresent(r -> report.set("receipt", receipt(r)));
        return new ResultText(false, 0).of(report, OutputFormat.JSON).stripTrailing();
    }

    static ObjectNode denial(Denial denial) {
        ObjectNode node = NODES.objectNode();
        node.put("kind", denial.reason().kind().name());
        node.put("reason", denial.reason().code());
        node.put("exit", denial.reason().exit().status());
        node.put("message", denial.message());
        ObjectNode details = node.putObject("details");
        denial.details().forEach(details::put);
        return node;
    }

    static ObjectNode receipt(Receipt receipt) {
        ObjectNode node = NODES.objectNode();
        node.put("invocation", receipt.invocation().toString());
        node.put("capability", receipt.capability());
        node.put("version", receipt.version());
        node.put("agent", receipt.agent());
        node.put("tenant", receipt.tenant());
        node.put("correlation", receipt.correlation());
        receipt.parent().ifPresent(parent -> node.put("parent", parent.toString()));
        receipt.policy().ifPresent(policy -> node.put("policy", policy));
        receipt.rule().ifPresent(rule -> node.put("rule", rule));
        receipt.decision().ifPresent(index -> node.put("decision", index));
        receipt.outcome().ifPresent(index -> node.put("outcome", index));
        return node;
    }

    static ObjectNode explanation(Explanation explanation) {
        ObjectNode node = NODES.objectNode();
        node.put("decision", explanation.denial().isEmpty() ? "permit" : "deny");
        explanation.denial().ifPresent(denial -> node.set("denial", denial(denial)));
        explanation.verb().ifPresent(verb -> {
            node.put("capability", verb.id().path());
            node.put("version", verb.version());
            node.set("effects", texts(verb.effects().effects()));
            node.put("sensitivity", verb.effects().sensitivity().name());
            node.set("data", texts(verb.effects().data()));
        });
        node.set("arguments", explanation.arguments());
        node.set("principal", principal(explanation.principal()));
        node.set("chain", texts(explanation.chain()));
        explanation.policy().ifPresent(policy -> node.set("policy", policy(policy)));
        explanation
                .reached()
                .ifPresent(stage -> node.put(
                        "reached", stage.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        node.set("trail", texts(explanation.trail()));
        return node;
    }

    static ArrayNode texts(Collection<?> values) {
        ArrayNode array = NODES.arrayNode();
        values.forEach(value -> array.add(value.toString()));
        return array;
    }

    private static ObjectNode principal(Principal principal) {
        ObjectNode node = NODES.objectNode();
        node.put("agent", principal.agent().id().value());
        node.put("type", principal.agent().type());
        node.put("tenant", principal.tenant().value());
        node.put("kind", principal.kind().name());
        node.put("root", principal.root().value());
        return node;
    }

    private static ObjectNode policy(PolicyTrace trace) {
        ObjectNode node = NODES.objectNode();
        node.put("engine", trace.engine());
        node.put("hash", trace.policy().hex());
        node.set("considered", texts(trace.considered()));
        trace.matched().ifPresent(rule -> node.put("rule", rule));
        node.put("evaluationNanos", trace.evaluationNanos());
        return node;
    }
}
