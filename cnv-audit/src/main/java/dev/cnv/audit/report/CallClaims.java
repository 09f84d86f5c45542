package dev.cnv.audit.report;

import dev.cnv.audit.report.Statement.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What is claimed of calls: each was decided by a policy before it ran, and none was permitted by authority
 * that had ended.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class CallClaims {

    /** Permitted calls that have not ended: the decision's index, and what it says. */
    private final Map<Long, Decision> running = new HashMap<>();

    private final Set<String> ended = new HashSet<>();
    private final Tally policy = new Tally();
    private final Tally chain = new Tally();

    private record Decision(String invocation, boolean hasPolicy) {}

    void decision(long index, JsonNode event, boolean counts) {
        if (!event.path("permitted").asBoolean(false)) {
            return;
        }
        running.put(
                index,
                new Decision(
                        ReportWriter.text(event, "invocation"),
                        !ReportWriter.text(event, "policy").isEmpty()));
        if (counts && !ReportWriter.text(event, "chain").isEmpty()) {
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
        chain.add(index, !wasEnded, named);
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

    List<Statement> statements(String policyCommand, String chainCommand) {
        return List.of(
                policy.statement(
                        "Every invocation that ended was permitted before it by a decision of the same call"
                                + " that names the policy's hash.",
                        "That the policy with this hash says what was decided: replay tells that.",
                        policyCommand),
                chain.statement(
                        "No call was permitted by a chain of which the decision names a token that the ledger"
                                + " showed as revoked or expired before.",
                        "Tokens that a decision does not name: it names the chain by a digest, and only those"
                                + " tokens that have a limited number of uses. Signatures and certificates.",
                        chainCommand));
    }

    /** Counts for what a claim holds. */
    private static final class Tally {
        private final List<Long> indices = new ArrayList<>();
        private long looked;
        private long exceptions;
        private long open;

        void add(long index, boolean holds, boolean known) {
            looked++;
            if (!holds) {
                exceptions++;
                if (indices.size() < Statement.MAX_INDICES) {
                    indices.add(index);
                }
            } else if (!known) {
                open++;
            }
        }

        Statement statement(String claim, String notChecked, String command) {
            Verdict holds = exceptions > 0 ? Verdict.NO : open > 0 ? Verdict.UNKNOWN : Verdict.YES;
            return new Statement(
                    claim, holds, looked, exceptions, open, indices, notChecked, command);
        }
    }
}
