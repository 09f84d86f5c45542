package dev.cnv.audit.replay;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.VerifiedChain;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyRequest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says whether the chain of a decision bears it out: that its links are signed and narrow, and are of the
 * caller that the decision names; for a call that came as far, that they grant it; and for one that could
 * run, that none was over or revoked.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class ChainReplay {

    /** Stages behind the one that asks what a chain grants. */
    private static final Set<String> GRANTED = keysFrom(DecisionStage.VERIFY);

    /** Stages behind the one that asks whether a chain is good still. */
    private static final Set<String> CURRENT = keysFrom(DecisionStage.ADMIT);

    private final TrustHistory history;
    private final RecordedChains chains;

    ChainReplay(TrustHistory history, RecordedChains chains) {
        this.history = history;
        this.chains = chains;
    }

    private static Set<String> keysFrom(DecisionStage first) {
        return EnumSet.range(first, DecisionStage.DECIDED).stream()
                .map(DecisionStage::key)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What became of a decision's chain. */
    sealed interface Answer {

        /** It bears the decision out, or is not this runtime's to check. */
        record Holds() implements Answer {}

        /**
         * It does not.
         *
         * @param denial why
         */
        record Broken(Denial denial) implements Answer {}

        /**
         * The ledger does not have what it takes to know.
         *
         * @param why what is missing
         */
        record Unknown(String why) implements Answer {}
    }

    /**
     * Checks a decision's chain.
     *
     * @param index the index of its record
     * @param request its request, which is known to be the one that was decided about
     */
    Answer check(long index, PolicyDecision decision, PolicyRequest request) {
        if (decision.vouched().isPresent()) {
            return new Answer.Holds(); // The other runtime's chain: its certificate stands for it.
        }
        Optional<Digest> chain = decision.chain();
        if (!chain.equals(request.facts().delegation().chain())) {
            return broken(Reason.CREDENTIAL_MALFORMED, "the request is of another chain");
        }
        if (chain.isEmpty()) {
            boolean anonymous = request.context().principal().kind() == PrincipalKind.ANONYMOUS;
            return anonymous && !isCurrent(decision)
                    ? new Answer.Holds()
                    : broken(Reason.AUTHORITY_MISSING, "there is no chain that grants it");
        }
        return switch (chains.find(chain.get(), index)) {
            case RecordedChains.Found.Unknown(String why) -> new Answer.Unknown(why);
            case RecordedChains.Found.Broken(Denial denial) -> new Answer.Broken(denial);
            case RecordedChains.Found.Sound(VerifiedChain sound) ->
                check(index, decision, request, sound);
        };
    }

    private Answer check(
            long index, PolicyDecision decision, PolicyRequest request, VerifiedChain chain) {
        if (!isOf(chain, request)) {
            return broken(
                    Reason.CHAIN_WIDENS,
                    "the chain is of agent=" + chain.executor() + ", and not of the caller");
        }
        if (isCurrent(decision)) {
            Optional<Denial> over = over(index, request, chain);
            if (over.isPresent()) {
                return new Answer.Broken(over.get());
            }
        }
        return decision.permitted() || GRANTED.contains(decision.stage())
                ? granted(request, chain)
                : new Answer.Holds();
    }

    private static boolean isCurrent(PolicyDecision decision) {
        return decision.permitted() || CURRENT.contains(decision.stage());
    }

    private Optional<Denial> over(long index, PolicyRequest request, VerifiedChain chain) {
        return chain.valid(request.facts().now(), history.before(index))
                .or(() ->
                        history.revoked(chain.revocationLinks(), index).map(ChainReplay::revoked));
    }

    private static Answer granted(PolicyRequest request, VerifiedChain chain) {
        Optional<Denial> denial = chain.check(request.verb(), request.arguments());
        if (denial.isEmpty()) {
            return new Answer.Holds();
        }
        String parameter = denial.get().details().getOrDefault(Denial.PARAMETER, "");
        // The path of a part of it begins with the argument's own name.
        boolean secret = request.arguments().properties().stream()
                .filter(argument -> RecordedRequests.isCommitment(argument.getValue()))
                .anyMatch(argument -> parameter.startsWith(argument.getKey()));
        return secret
                ? new Answer.Unknown("its chain asks about the sensitive argument=" + parameter)
                : new Answer.Broken(denial.get());
    }

    /** What the chain says of the caller, but for what agents say of themselves. */
    private static boolean isOf(VerifiedChain chain, PolicyRequest request) {
        Principal said = request.context().principal();
        Principal shown = chain.principal();
        return said.agent().id().equals(shown.agent().id())
                && said.agent().type().equals(shown.agent().type())
                && said.tenant().equals(shown.tenant())
                && said.kind() == shown.kind()
                && said.root().equals(shown.root())
                && request.facts().delegation().equals(chain.facts());
    }

    private static Denial revoked(Digest token) {
        return Denial.of(
                Reason.CREDENTIAL_REVOKED,
                "token=" + token.shortHex() + " was revoked before the decision");
    }

    private static Answer broken(Reason reason, String message) {
        return new Answer.Broken(Denial.of(reason, message));
    }
}
