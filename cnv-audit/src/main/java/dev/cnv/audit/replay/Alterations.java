package dev.cnv.audit.replay;

import dev.cnv.audit.replay.Alteration.CapabilityRemoved;
import dev.cnv.audit.replay.Alteration.TokenRevoked;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyRequest;
import java.util.List;
import java.util.Optional;

/**
 * What alterations that look at one call alone say of it, after the policy.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Alterations {

    private final List<CapabilityRemoved> removed;
    private final List<TokenRevoked> revoked;
    private final RecordedChains chains;

    Alterations(WhatIf whatIf, RecordedChains chains) {
        this.removed = whatIf.of(CapabilityRemoved.class).toList();
        this.revoked = whatIf.of(TokenRevoked.class).toList();
        this.chains = chains;
    }

    /** What became of a call. */
    sealed interface Answer {

        /** Nothing is in its way. */
        record GoesOn() implements Answer {}

        /**
         * It is refused.
         *
         * @param reason why
         */
        record Refused(Reason reason) implements Answer {}

        /**
         * The ledger does not have what it takes to know.
         *
         * @param why what is missing
         */
        record Unknown(String why) implements Answer {}
    }

    /** Whether a call goes on. */
    Answer of(PolicyDecision decision, PolicyRequest request) {
        if (removed.stream().anyMatch(one -> isWithin(one, request))) {
            return new Answer.Refused(Reason.CAPABILITY_WITHDRAWN);
        }
        Answer answer = new Answer.GoesOn();
        for (TokenRevoked one : revoked) {
            boolean over = !request.facts().now().isBefore(one.since());
            if (over && !(answer instanceof Answer.Refused)) {
                answer = stricter(answer, revoked(one.token(), decision));
            }
        }
        return answer;
    }

    private static Answer stricter(Answer one, Answer other) {
        return other instanceof Answer.GoesOn ? one : other;
    }

    /** The verb itself, or one from within which it was called. */
    private static boolean isWithin(CapabilityRemoved one, PolicyRequest request) {
        List<CapabilityId> path = request.context().path();
        return one.verbs().matches(request.verb().id())
                || path.stream().anyMatch(one.verbs()::matches);
    }

    private Answer revoked(Digest token, PolicyDecision decision) {
        if (decision.vouched().isPresent()) {
            return new Answer.Unknown(
                    "the tokens behind another runtime's certificate are not in the" + " ledger");
        }
        if (decision.chain().isEmpty()) {
            return new Answer.GoesOn();
        }
        Optional<List<Digest>> tokens = chains.tokens(decision.chain().get());
        if (tokens.isEmpty()) {
            return new Answer.Unknown("its chain is not in the ledger");
        }
        return tokens.get().contains(token)
                ? new Answer.Refused(Reason.CREDENTIAL_REVOKED)
                : new Answer.GoesOn();
    }
}
