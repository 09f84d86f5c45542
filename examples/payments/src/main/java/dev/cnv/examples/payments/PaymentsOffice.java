package dev.cnv.examples.payments;

import dev.cnv.hotpath.grant.GrantTable;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.time.Time;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** A runtime over payments, its agents' tokens, and the table of what they may send as frames. */
final class PaymentsOffice implements AutoCloseable {

    private static final String EVERY_VERB = "payment.*";
    private static final Duration LIFE = Duration.ofHours(12);

    private final SigningKey root;
    private final SigningKey key;
    private final Chain[] chains;
    private final PaymentsVerbs verbs;
    private final Cnv cnv;
    private final GrantTable table;

    /** An office of agents who may all make transfers and ask for balances; it closes the ledger. */
    PaymentsOffice(Payments payments, int agents, FileLedger ledger, Time time) {
        Instant opened = time.now();
        SecureRandom random = new SecureRandom();
        root = SigningKey.generate(random);
        key = SigningKey.generate(random);
        verbs = new PaymentsVerbs(payments);
        PolicySet rules =
                PolicySet.of(PolicyRule.allow("payments").when(Condition.capability(EVERY_VERB)));
        cnv = Cnv.builder()
                .verbs(verbs)
                .trust(Trust.of(root.publicKey()))
                .policy(rules)
                .ledger(ledger)
                .time(time)
                .build();
        table = GrantTable.create(
                cnv,
                4 * Integer.highestOneBit(agents), // At least two for each agent.
                verbs.frames().verbs(),
                0);
        chains = new Chain[agents];
        for (int agent = 0; agent < agents; agent++) {
            chains[agent] = Chain.issue(
                    root,
                    TokenDraft.to(key.publicKey(), "agent-" + agent, "service")
                            .between(opened.minusSeconds(60), opened.plus(LIFE).plusSeconds(60))
                            .grant(EVERY_VERB, EffectLevel.MUTATE));
        }
    }

    PaymentsVerbs verbs() {
        return verbs;
    }

    GrantTable table() {
        return table;
    }

    // region: lift
    /** Lifts the proof of one transfer of an agent to the handle of a grant for many. */
    long transferGrant(int agent) {
        PaymentTransferCertificate.Verified proof = PaymentTransferCertificate.prepare(
                        cnv.open(new Credential.Held(chains[agent], key)),
                        new PaymentTransferCertificate.Input(0, 1, 1))
                .orThrow()
                .checkPolicy()
                .orThrow()
                .checkCapability()
                .orThrow()
                .verify()
                .orThrow();
        return table.lift(proof, LIFE, OptionalLong.empty()).orThrow().value();
    }
    // endregion

    /** Lifts the proof of one look at a balance: a grant is for one verb. */
    long balanceGrant(int agent) {
        PaymentBalanceCertificate.Verified proof = PaymentBalanceCertificate.prepare(
                        cnv.open(new Credential.Held(chains[agent], key)),
                        new PaymentBalanceCertificate.Input(0))
                .orThrow()
                .checkPolicy()
                .orThrow()
                .checkCapability()
                .orThrow()
                .verify()
                .orThrow();
        return table.lift(proof, LIFE, OptionalLong.empty()).orThrow().value();
    }

    /** Revokes the token of an agent. */
    void revoke(int agent) {
        cnv.delegations().revoke(chains[agent].tokenDigests().getLast(), "the load says so");
    }

    @Override
    public void close() {
        cnv.close();
    }
}
