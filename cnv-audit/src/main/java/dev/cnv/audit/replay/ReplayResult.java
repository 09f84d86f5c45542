package dev.cnv.audit.replay;

import dev.cnv.audit.replay.Alteration.CapabilityRemoved;
import dev.cnv.audit.replay.Alteration.LowerConcurrency;
import dev.cnv.audit.replay.Alteration.LowerRate;
import dev.cnv.audit.replay.Alteration.OtherPolicy;
import dev.cnv.audit.replay.Alteration.TokenRevoked;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.governance.TreeHead;
import dev.cnv.runtime.outcome.Denial;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The whole result of a replay as JSON: what was looked at, what was altered, what came out.
 *
 * <pre>{@code
 * result = { format: "cnv-replay/1", from, to, since?, until?, root, alterations: [...],
 *            same, different, chainBroken, undetermined, skipped, permittedBefore, permittedAfter,
 *            groups: { by: { value: count } }, rules: [ { rule, first } ], differences: [...],
 *            brokenChains: [...], undeterminedWhy: { why: count } }
 * }</pre>
 *
 * <p>The first {@value ReplayReport#MAX_DIFFERENCES} differences and broken chains are in it.
 */
final class ReplayResult {

    static final String FORMAT = "cnv-replay/1";

    private ReplayResult() {}

    /**
     * The canonical bytes of a result.
     *
     * @param slice what was asked for
     * @param from the index of the first record that was looked at
     * @param covered the tree over the records up to the last one that was looked at
     */
    static byte[] bytes(
            ReplaySlice slice, long from, TreeHead covered, WhatIf whatIf, ReplayReport report) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        out.put("format", FORMAT).put("from", from).put("to", covered.size());
        slice.since().ifPresent(time -> out.put("since", time.toString()));
        slice.until().ifPresent(time -> out.put("until", time.toString()));
        out.put("root", covered.root().hex());
        ArrayNode alterations = out.putArray("alterations");
        whatIf.alterations().forEach(one -> write(alterations.addObject(), one));
        counts(out, report);
        details(out, report);
        return CanonicalJson.bytes(out);
    }

    private static void write(ObjectNode out, Alteration alteration) {
        switch (alteration) {
            case OtherPolicy policy -> out.put("policy", policy.rules().hash().hex());
            case TokenRevoked revoked ->
                out.put("token", revoked.token().hex())
                        .put("since", revoked.since().toString());
            case CapabilityRemoved removed -> out.put("removed", removed.verbs().text());
            case LowerRate rate ->
                out.put("verb", rate.verb().path()).put("perSecond", rate.perSecond());
            case LowerConcurrency concurrency ->
                out.put("verb", concurrency.verb().path()).put("permits", concurrency.permits());
        }
    }

    private static void counts(ObjectNode out, ReplayReport report) {
        out.put("same", report.same());
        out.put("different", report.different());
        out.put("chainBroken", report.chainBroken());
        out.put("undetermined", report.undetermined());
        out.put("skipped", report.skipped());
        out.put("permittedBefore", report.permittedBefore());
        out.put("permittedAfter", report.permittedAfter());
    }

    private static void details(ObjectNode out, ReplayReport report) {
        ObjectNode groups = out.putObject("groups");
        report.groups().forEach((by, counts) -> counts(groups.putObject(by), counts));
        ArrayNode rules = out.putArray("rules");
        report.firstByRule()
                .forEach((rule, first) ->
                        rules.addObject().put("rule", rule).put("first", first.index()));
        ArrayNode differences = out.putArray("differences");
        report.differences().forEach(one -> write(differences.addObject(), one));
        ArrayNode broken = out.putArray("brokenChains");
        for (ReplayedDecision.ChainBroken one : report.brokenChains()) {
            Denial denial = one.denial();
            broken.addObject()
                    .put("index", one.index())
                    .put("reason", denial.reason().code())
                    .put("message", denial.message());
        }
        counts(out.putObject("undeterminedWhy"), report.undeterminedWhy());
    }

    private static void counts(ObjectNode out, Map<String, Long> counts) {
        counts.forEach(out::put);
    }

    private static void write(ObjectNode out, ReplayedDecision.Different one) {
        out.put("index", one.index());
        write(out.putObject("before"), one.before());
        write(out.putObject("after"), one.after());
    }

    private static void write(ObjectNode out, Explanation explanation) {
        out.put("verdict", explanation.verdict());
        explanation.reason().ifPresent(reason -> out.put("reason", reason));
        explanation.matched().ifPresent(rule -> out.put("matched", rule));
        List<String> considered = explanation.considered();
        if (!considered.isEmpty()) {
            ArrayNode rules = out.putArray("considered");
            considered.forEach(rules::add);
        }
    }
}
