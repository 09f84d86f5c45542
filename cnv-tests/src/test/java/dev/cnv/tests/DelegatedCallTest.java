package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Explanation;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.PossessionProof;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RulePolicyEngine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import tools.jackson.databind.JsonNode;

/** What a chain asks of each call, through the kernel: possession, approvals, policies, trust. */
class DelegatedCallTest {

    private static final String TRANSFER = "{\"from\":\"alice\",\"to\":\"bob\",\"amount\":5}";
    private static final CapabilityId VERB = new CapabilityId("bank.transfer");

    private static TokenDraft all(TokenDraft draft) {
        return draft.grant("**", EffectLevel.PRIVILEGED);
    }

    @Test
    void presented_proofOfTheCall_runsItOnceAsTheHolder() {
        try (Fixture f = new Fixture()) {
            Credential.Held held = f.credential(DelegatedCallTest::all);
            Session session = f.cnv.open(new Credential.Presented(held.chain()));
            assertEquals("anonymous", session.principal().agent().id().value());
            PossessionProof proof = proof(f, held, TRANSFER);
            Session proven = session.with(CallOptions.NONE.possession(proof));
            Explanation explained = proven.explain(VERB, StrictJson.parse(TRANSFER));
            assertEquals(Optional.empty(), explained.denial(), "explaining does not use it up");
            assertEquals("alice", explained.principal().agent().id().value());
            Outcome<JsonNode> done = Fixture.json(proven, "bank.transfer", TRANSFER);
            done.orThrow();
            assertEquals("alice", done.receipt().agent());
            assertEquals(
                    Reason.POSSESSION_REPLAYED,
                    Fixture.reason(Fixture.json(proven, "bank.transfer", TRANSFER)));
        }
    }

    @Test
    void presented_withoutProofOrWithOneOfAnotherCall_isRefused() {
        try (Fixture f = new Fixture()) {
            Credential.Held held = f.credential(DelegatedCallTest::all);
            Session session = f.cnv.open(new Credential.Presented(held.chain()));
            Outcome<JsonNode> without = Fixture.json(session, "bank.transfer", TRANSFER);
            assertEquals(Reason.POSSESSION_UNPROVEN, Fixture.reason(without));
            assertEquals("anonymous", without.receipt().agent());
            Session other = session.with(
                    CallOptions.NONE.possession(proof(f, held, TRANSFER.replace("5", "6"))));
            assertEquals(
                    Reason.POSSESSION_OTHER_CALL,
                    Fixture.reason(Fixture.json(other, "bank.transfer", TRANSFER)));
            Session late = session.with(CallOptions.NONE.possession(proof(f, held, TRANSFER)));
            f.time.advance(Duration.ofSeconds(31));
            assertEquals(
                    Reason.POSSESSION_STALE,
                    Fixture.reason(Fixture.json(late, "bank.transfer", TRANSFER)));
            assertEquals(
                    Optional.of(Reason.POSSESSION_UNPROVEN),
                    session.explain(VERB, StrictJson.parse(TRANSFER))
                            .denial()
                            .map(denial -> denial.reason()));
        }
    }

    /** A call that a rule sends elsewhere was proven as it was asked for. */
    @Test
    void presented_redirectedCall_isProvenOnce() {
        PolicySet rules = PolicySet.of(
                PolicyRule.allow("all").always(),
                PolicyRule.redirect("elsewhere", "bank.balance")
                        .when(Condition.capability("bank.report")));
        try (Fixture f = new Fixture(rules)) {
            Credential.Held held = f.credential(DelegatedCallTest::all);
            String arguments = "{\"account\":\"alice\"}";
            PossessionProof proof = held.prove(
                    new CapabilityId("bank.report"),
                    CanonicalJson.digest(StrictJson.parse(arguments)),
                    "",
                    f.time.now(),
                    f.random);
            Session session = f.cnv.open(new Credential.Presented(held.chain()))
                    .with(CallOptions.NONE.possession(proof));
            Fixture.json(session, "bank.report", arguments).orThrow();
        }
    }

    @Test
    void approvalsOfTheChain_areDemandedOfEachCall() {
        SigningKey one = SigningKey.generate(new java.security.SecureRandom());
        SigningKey two = SigningKey.generate(new java.security.SecureRandom());
        try (Fixture f = new Fixture()) {
            Session alice = f.alice(
                    draft -> all(draft).requireApprovals(2, one.publicKey(), two.publicKey()));
            assertEquals(
                    Reason.APPROVAL_REQUIRED,
                    Fixture.reason(Fixture.json(alice, "bank.transfer", TRANSFER)));
            assertEquals(
                    Reason.APPROVAL_REQUIRED,
                    Fixture.reason(Fixture.json(
                            approved(alice, approval(f, one)), "bank.transfer", TRANSFER)));
            Session both = approved(alice, approval(f, one), approval(f, two));
            Fixture.json(both, "bank.transfer", TRANSFER).orThrow();
            assertEquals(
                    Reason.APPROVAL_INVALID,
                    Fixture.reason(
                            Fixture.json(both, "bank.transfer", TRANSFER.replace("5", "6"))));
            Session stranger = approved(
                    alice,
                    approval(f, one),
                    approval(f, SigningKey.generate(new java.security.SecureRandom())));
            assertEquals(
                    Reason.APPROVAL_INVALID,
                    Fixture.reason(Fixture.json(stranger, "bank.transfer", TRANSFER)));
        }
    }

    @Test
    void policyFloorOfTheChain_mustBeEnforced() {
        Digest floor = RulePolicyEngine.of(Fixture.ALLOW_ALL).policy();
        UnaryOperator<TokenDraft> demanding = draft -> all(draft).policyFloor(floor);
        try (Fixture f = new Fixture()) {
            Fixture.json(f.alice(demanding), "bank.transfer", TRANSFER).orThrow();
        }
        PolicySet other = Fixture.ALLOW_ALL.with(
                PolicyRule.deny("none", "no", "").when(Condition.capability("other.verb")));
        try (Fixture f = new Fixture(other)) {
            assertEquals(
                    Reason.POLICY_FLOOR_UNMET,
                    Fixture.reason(Fixture.json(f.alice(demanding), "bank.transfer", TRANSFER)));
        }
        try (Fixture f =
                new Fixture(builder -> builder.policy(other).policyFloor(Fixture.ALLOW_ALL))) {
            Fixture.json(f.alice(demanding), "bank.transfer", TRANSFER).orThrow();
        }
        try (Fixture f = new Fixture(builder -> builder.policyMode(PolicyMode.AUDIT))) {
            assertEquals(
                    Reason.POLICY_FLOOR_UNMET,
                    Fixture.reason(Fixture.json(f.alice(demanding), "bank.transfer", TRANSFER)));
        }
    }

    @Test
    void policyFloor_rulesThatDoNotEnforceIt_areRefusedWhenBuilt() {
        PolicySet strict = Fixture.ALLOW_ALL.with(
                PolicyRule.deny("no", "no", "").when(Condition.capability("bank.transfer")));
        assertFloor(strict, Fixture.ALLOW_ALL, true);
        assertFloor(strict, strict, true);
        assertFloor(Fixture.ALLOW_ALL, strict, false);
        assertFloor(Fixture.ALLOW_ALL, PolicySet.EMPTY, false);
        assertFloor(PolicySet.EMPTY, Fixture.ALLOW_ALL, true);
        PolicySet approval =
                Fixture.ALLOW_ALL.with(PolicyRule.requireApproval("ask", 1).always());
        assertFloor(approval, Fixture.ALLOW_ALL, true);
        assertFloor(Fixture.ALLOW_ALL, approval, false);
        PolicySet redirect = Fixture.ALLOW_ALL.with(
                PolicyRule.redirect("there", "bank.balance").always());
        assertFloor(redirect, Fixture.ALLOW_ALL, false);
        assertFloor(Fixture.ALLOW_ALL, redirect, false);
        assertFloor(redirect, redirect, true);
    }

    private static void assertFloor(PolicySet rules, PolicySet floor, boolean enforced) {
        Executable built =
                () -> new Fixture(builder -> builder.policy(rules).policyFloor(floor)).close();
        try {
            built.execute();
            assertTrue(enforced, "rules=" + rules + " floor=" + floor);
        } catch (IllegalArgumentException e) {
            assertTrue(
                    !enforced && String.valueOf(e.getMessage()).contains("policyFloor="),
                    e::toString);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void trustChanged_openSession_isRefusedAtOnce() {
        try (Fixture f = new Fixture()) {
            Credential.Held held = f.credential(DelegatedCallTest::all);
            Session session = f.cnv.open(held);
            Fixture.json(session, "bank.transfer", TRANSFER).orThrow();
            f.cnv.trust(trust -> trust.withRevoked(held.chain().tokenDigests().getFirst()));
            assertEquals(
                    Reason.CREDENTIAL_REVOKED,
                    Fixture.reason(Fixture.json(session, "bank.transfer", TRANSFER)));
            assertEquals(
                    Reason.CREDENTIAL_REVOKED,
                    f.cnv.open(held).refusal().orElseThrow().reason());
        }
    }

    @Test
    void audience_ofAnotherRuntime_isRefused() {
        try (Fixture f = new Fixture()) {
            Session session = f.alice(draft -> all(draft).audience("east"));
            assertEquals(
                    Reason.AUDIENCE_MISMATCH, session.refusal().orElseThrow().reason());
            f.cnv.trust(trust -> trust.withAudience("east"));
            Fixture.json(f.alice(draft -> all(draft).audience("east")), "bank.transfer", TRANSFER)
                    .orThrow();
        }
    }

    private static PossessionProof proof(Fixture f, Credential.Held held, String arguments) {
        return held.prove(
                VERB,
                CanonicalJson.digest(StrictJson.parse(arguments)),
                "",
                f.time.now(),
                f.random);
    }

    private static Session approved(Session session, Approval... approvals) {
        return session.with(CallOptions.NONE.approvals(List.of(approvals)));
    }

    private static Approval approval(Fixture f, SigningKey key) {
        return Approval.sign(
                key,
                new AgentId("carol"),
                VERB,
                "1.0.0",
                CanonicalJson.digest(StrictJson.parse(TRANSFER)),
                f.time.now().plusSeconds(60));
    }
}
