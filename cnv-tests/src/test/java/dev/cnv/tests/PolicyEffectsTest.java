package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What policies do besides permitting and forbidding: rewrites, redirections, approvals, modes. */
class PolicyEffectsTest {

    private static final PolicyRule ALL = PolicyRule.allow("all").always();

    @Test
    void rewrite_isCarriedOutAndRecorded() {
        PolicySet rules = PolicySet.of(
                ALL,
                PolicyRule.rewrite("cap", Map.of("amount", StrictJson.parse("10")))
                        .when(Condition.capability("bank.transfer")));
        try (Fixture f = new Fixture(rules)) {
            Outcome<Bank.Balances> outcome =
                    BankVerbs.with(f.alice()).transfer("alice", "bob", 500);
            assertEquals(new Bank.Balances(990, 10), outcome.orThrow());
            assertEquals(
                    10,
                    f.ledger.decisions().getFirst().arguments().get("amount").intValue());
        }
    }

    @Test
    void rewrite_toWrongArguments_isRefusedAtDecode() {
        PolicySet rules = PolicySet.of(
                ALL,
                PolicyRule.rewrite("zero", Map.of("amount", StrictJson.parse("0")))
                        .when(Condition.capability("bank.transfer")));
        try (Fixture f = new Fixture(rules)) {
            assertEquals(
                    Reason.PARAMETER_RULE_BROKEN,
                    Fixture.reason(BankVerbs.with(f.alice()).transfer("alice", "bob", 500)));
            assertEquals(List.of(), f.bank.reached);
        }
    }

    @Test
    void redirect_runsTheOtherVerbWithItsOwnChecks() {
        PolicySet rules = PolicySet.of(
                ALL,
                PolicyRule.redirect("look", "bank.balance")
                        .when(Condition.capability("bank.close")));
        try (Fixture f = new Fixture(rules)) {
            Outcome<JsonNode> outcome =
                    Fixture.json(f.alice(), "bank.close", "{\"account\":\"alice\"}");
            assertEquals(1_000, outcome.orThrow().intValue());
            assertEquals(List.of("bank.balance"), f.bank.reached);
            assertEquals("bank.balance", outcome.receipt().capability());
        }
    }

    @Test
    void redirect_backAndForth_isALoop() {
        PolicySet rules = PolicySet.of(
                ALL,
                PolicyRule.redirect("there", "bank.balance")
                        .when(Condition.capability("bank.close")),
                PolicyRule.redirect("back", "bank.close")
                        .when(Condition.capability("bank.balance")));
        try (Fixture f = new Fixture(rules)) {
            Outcome<JsonNode> outcome =
                    Fixture.json(f.alice(), "bank.close", "{\"account\":\"alice\"}");
            assertEquals(Reason.POLICY_LOOP, Fixture.reason(outcome));
            assertEquals(List.of(), f.bank.reached);
        }
    }

    @Test
    void redirect_toUnknownVerb_isRefused() {
        PolicySet rules = PolicySet.of(
                ALL,
                PolicyRule.redirect("gone", "bank.gone").when(Condition.capability("bank.close")));
        try (Fixture f = new Fixture(rules)) {
            assertEquals(
                    Reason.VERB_UNKNOWN,
                    Fixture.reason(
                            Fixture.json(f.alice(), "bank.close", "{\"account\":\"alice\"}")));
        }
    }

    @Test
    void approval_missingGivenAndForged_areToldApart() {
        PolicySet rules = PolicySet.of(
                ALL,
                PolicyRule.requireApproval("four-eyes", 1, "carol")
                        .when(Condition.capability("bank.transfer")));
        SigningKey carol = SigningKey.generate(new java.security.SecureRandom());
        try (Fixture f = new Fixture(rules)) {
            f.cnv.trust(trust -> trust.withApprover(new AgentId("carol"), carol.publicKey()));
            Outcome<Bank.Balances> missing = BankVerbs.with(f.alice()).transfer("alice", "bob", 5);
            assertEquals(Reason.APPROVAL_REQUIRED, Fixture.reason(missing));
            assertEquals(4, Reason.APPROVAL_REQUIRED.exit().status());
            Approval good = approval(carol, "{\"from\":\"alice\",\"to\":\"bob\",\"amount\":5}");
            CallOptions options = CallOptions.NONE.approvals(List.of(good));
            var approved = BankVerbs.with(f.alice().with(options));
            assertEquals(
                    Reason.APPROVAL_INVALID, Fixture.reason(approved.transfer("alice", "bob", 6)));
            assertEquals(
                    new Bank.Balances(995, 5),
                    approved.transfer("alice", "bob", 5).orThrow());
            Approval forged =
                    approval(f.aliceKey, "{\"from\":\"alice\",\"to\":\"bob\",\"amount\":5}");
            var forger =
                    BankVerbs.with(f.alice().with(CallOptions.NONE.approvals(List.of(forged))));
            assertEquals(
                    Reason.APPROVAL_INVALID, Fixture.reason(forger.transfer("alice", "bob", 5)));
        }
    }

    private static Approval approval(SigningKey key, String arguments) {
        Digest digest = CanonicalJson.digest(StrictJson.parse(arguments));
        return Approval.sign(
                key,
                new AgentId("carol"),
                new CapabilityId("bank.transfer"),
                "1.0.0",
                digest,
                Fixture.NOON.plus(Duration.ofHours(1)));
    }

    @Test
    void audit_refusedByPolicy_runsAndSaysSo() {
        try (Fixture f = new Fixture(
                builder -> builder.policy(PolicySet.EMPTY).policyMode(PolicyMode.AUDIT))) {
            assertEquals(1_000L, BankVerbs.with(f.alice()).balance("alice").orThrow());
            assertTrue(
                    f.ledger.decisions().getFirst().message().contains("AUDIT would have refused"));
            var nobody = f.cnv.open(new dev.cnv.runtime.delegation.Credential.Anonymous());
            assertEquals(
                    Reason.AUTHORITY_MISSING,
                    Fixture.reason(BankVerbs.with(nobody).balance("alice")));
        }
    }

    @Test
    void dryRunMode_withholdsWhatWouldRun() {
        try (Fixture f = new Fixture(builder -> builder.policyMode(PolicyMode.DRY_RUN))) {
            assertInstanceOf(
                    Outcome.Withheld.class, BankVerbs.with(f.alice()).transfer("alice", "bob", 5));
            assertEquals(List.of(), f.bank.reached);
            assertEquals("withheld", f.ledger.completions().getFirst().status());
            var readsOnly = f.alice(draft ->
                    draft.grant("bank.*", dev.cnv.runtime.capability.EffectLevel.READ_ONLY));
            assertEquals(
                    Reason.EFFECT_NOT_GRANTED,
                    Fixture.reason(BankVerbs.with(readsOnly).transfer("alice", "bob", 5)));
        }
    }

    @Test
    void dryRun_supported_changesNothing() {
        try (Fixture f = new Fixture()) {
            var dry = f.alice().with(CallOptions.NONE.asDryRun());
            assertEquals("would close alice", BankVerbs.with(dry).close("alice").orThrow());
            assertTrue(f.bank.cents.containsKey("alice"));
            assertTrue(f.ledger.decisions().getFirst().dryRun());
            assertEquals(
                    Reason.DRY_RUN_UNSUPPORTED,
                    Fixture.reason(BankVerbs.with(dry).transfer("alice", "bob", 5)));
        }
    }

    @Test
    void explain_runsAndRecordsNothing() {
        try (Fixture f = new Fixture()) {
            var arguments = StrictJson.parse("{\"from\":\"alice\",\"to\":\"bob\",\"amount\":5}");
            var would = f.alice().explain(new CapabilityId("bank.transfer"), arguments);
            assertEquals(Stage.VERIFIED, would.reached().orElseThrow());
            assertTrue(would.denial().isEmpty());
            assertEquals(1, would.chain().size());
            var wouldNot = f.cnv.open(new dev.cnv.runtime.delegation.Credential.Anonymous())
                    .explain(new CapabilityId("bank.transfer"), arguments);
            assertEquals(
                    Reason.AUTHORITY_MISSING,
                    wouldNot.denial().map(Denial::reason).orElseThrow());
            assertEquals(Stage.POLICY_CHECKED, wouldNot.reached().orElseThrow());
            var secret = f.alice()
                    .explain(
                            new CapabilityId("bank.safe.open"),
                            StrictJson.parse("{\"door\":\"a\",\"pin\":\"1234\"}"));
            assertEquals("***", secret.arguments().get("pin").stringValue());
            assertEquals(List.of(), f.ledger.asked());
            assertEquals(List.of(), f.bank.reached);
        }
    }
}
