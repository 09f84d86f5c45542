package dev.cnv.tests;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.CnvBuilder;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.time.VirtualTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** A runtime over a {@link Bank}, with a root key, a ledger and a time that tests hold in their hands. */
final class Fixture implements AutoCloseable {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final PolicySet ALLOW_ALL = PolicySet.of(PolicyRule.allow("all").always());

    final Bank bank = new Bank();
    final MemoryLedger ledger = new MemoryLedger();
    final VirtualTime time = new VirtualTime(NOON);
    final SecureRandom random = new SecureRandom();
    final SigningKey root = SigningKey.generate(random);
    final SigningKey aliceKey = SigningKey.generate(random);
    final Cnv cnv;

    Fixture() {
        this(ALLOW_ALL);
    }

    Fixture(PolicySet rules) {
        this(builder -> builder.policy(rules));
    }

    Fixture(UnaryOperator<CnvBuilder> change) {
        CnvBuilder builder = Cnv.builder()
                .verbs(new BankVerbs(bank))
                .policy(ALLOW_ALL)
                .trust(Trust.of(root.publicKey()))
                .ledger(ledger)
                .time(time)
                .drain(Duration.ofMillis(200));
        cnv = change.apply(builder).build();
    }

    /** A session of alice, who may do everything that her grants say. */
    Session alice(UnaryOperator<TokenDraft> grants) {
        return cnv.open(credential(grants));
    }

    /** A session of alice, who may do everything. */
    Session alice() {
        return alice(draft -> draft.grant("**", EffectLevel.PRIVILEGED));
    }

    Credential.Held credential(UnaryOperator<TokenDraft> grants) {
        TokenDraft draft = TokenDraft.to(aliceKey.publicKey(), "alice", "person")
                .between(NOON.minusSeconds(60), NOON.plus(Duration.ofDays(2)))
                .mayHandOn(3);
        return new Credential.Held(Chain.issue(root, grants.apply(draft)), aliceKey);
    }

    /** How many chains were checked and held. */
    int chainChecks() {
        return (int) TelemetryTest.number(
                cnv, "cnv_delegation_verifications_total{result=\"accepted\"}");
    }

    static Outcome<JsonNode> json(Session session, String verb, String arguments) {
        return session.call(new CapabilityId(verb), StrictJson.parse(arguments));
    }

    static Reason reason(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Denied<?> denied -> denied.denial().reason();
            case Outcome.Failed<?> failed -> failed.failure().reason();
            case Outcome.Completed<?> done ->
                throw new AssertionError("completed: " + done.value());
            case Outcome.Withheld<?> _ -> throw new AssertionError("withheld");
        };
    }

    @Override
    public void close() {
        cnv.close();
    }
}
