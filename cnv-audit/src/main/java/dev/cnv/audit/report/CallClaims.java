package dev.cnv.audit.report;

import dev.cnv.audit.report.ComplianceReport.Basis;
import dev.cnv.runtime.governance.DecisionStage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What is claimed of calls: each was decided by a policy before it ran, each chain was verified before the
 * call was permitted, and none of the tokens that are named had ended by then.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class CallClaims {

    /** A permitted call: its chain was verified on the way there. */
    private static final String DECIDED = DecisionStage.DECIDED.key();

    /** A call that is answered with an earlier outcome; nothing ends after it. */
    private static final String REPEATED = DecisionStage.REPEATED.key();

    /** Permitted calls that have not ended: the decision's index, and what it says. */
    private final Map<Long, Decision> running = new HashMap<>();

    private final Set<String> ended = new HashSet<>();
    private final Tally policy = new Tally();
    private final Tally verified = new Tally();
    private final Tally authority = new Tally();
    private long withoutChain;

    private record Decision(String invocation, boolean hasPolicy) {}

    void decision(long index, JsonNode event, boolean counts) {
        if (!event.path("permitted").asBoolean(false)) {
            return;
        }
        String stage = ReportWriter.text(event, "stage");
        if (!stage.equals(REPEATED)) {
            running.put(
                    index,
                    new Decision(
                            ReportWriter.text(event, "invocation"),
                            !ReportWriter.text(event, "policy").isEmpty()));
        }
        if (counts && ReportWriter.text(event, "chain").isEmpty()) {
            withoutChain++;
        } else if (counts) {
            verified.add(index, stage.equals(DECIDED) || stage.equals(REPEATED), true);
            authority(index, event);
        }
    }

    /** A decision names the chain by its digest, and of its tokens those that it used up a bit of. */
    private void authority(long index, JsonNode event) {
        boolean named = false;
        boolean wasEnded = false;
        for (JsonNode use : event.path("uses")) {
            named = true;
            wasEnded |= ended.contains(ReportWriter.text(use, "token"));
        }
        authority.add(index, !wasEnded, named);
    }

    void completion(long index, JsonNode event, boolean counts) {
        Decision decision = running.remove(event.path("decision").asLong(-1));
        if (counts) {
            boolean decided = decision != null
                    && decision.hasPolicy()
                    && decision.invocation().equals(ReportWriter.text(event, "invocation"));
            policy.add(index, decided, true);
        }
    }

    void ended(JsonNode event) {
        ended.addAll(ReportWriter.texts(event, "tokens"));
    }

    /**
     * The claims.
     *
     * @param completions the ends of invocations
     * @param permitted the decisions that permit a call
     */
    List<Statement> statements(Basis completions, Basis permitted) {
        return List.of(decided(completions), chainsVerified(permitted), tokensHeld(permitted));
    }

    private Statement decided(Basis completions) {
        return policy.statement(
                "Every invocation that ended was permitted before it by a decision of the same call"
                        + " that names the policy's hash.",
                "That the policy with this hash decided so.",
                "That the decision stands in the ledger before the end, is of the same invocation, permits"
                        + " it and ends once.",
                "That the policy with this hash says what was decided: replay tells that.",
                completions);
    }

    private Statement chainsVerified(Basis permitted) {
        return verified.statement(
                "Every permitted decision that names a chain of delegation was recorded as one whose chain"
                        + " was verified when it was made.",
                "That signatures, validity, narrowing and revocation of the whole chain were checked at the"
                        + " time of the decision.",
                "That the record says so: it came to the stage at which that is done.",
                "The chains themselves: no signature was checked again. Permitted decisions that name no"
                        + " chain: there are " + withoutChain + ".",
                permitted);
    }

    private Statement tokensHeld(Basis permitted) {
        return authority.statement(
                "No call was permitted by a chain of which the decision names a token that the ledger"
                        + " showed as revoked or expired before.",
                "Which tokens a decision used.",
                "That none of them is in a revocation or an expiry that stands in the ledger before.",
                "Tokens that a decision does not name: it names the chain by a digest, and only those"
                        + " tokens that have a limited number of uses. Signatures and certificates.",
                permitted);
    }
}
