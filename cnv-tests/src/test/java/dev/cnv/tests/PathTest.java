package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The one path, stage by stage: what each refuses, and what the ledger says of it. */
class PathTest {

    @Test
    void transfer_permitted_runsAndIsRecordedBeforeAndAfter() {
        try (Fixture f = new Fixture()) {
            List<Integer> seen = new ArrayList<>();
            f.bank.before = () -> seen.add(f.ledger.asked().size());
            Outcome<Bank.Balances> outcome =
                    BankVerbs.with(f.alice()).transfer("alice", "bob", 300);
            assertEquals(new Bank.Balances(700, 300), outcome.orThrow());
            assertEquals(List.of(1), seen, "the decision is recorded when the handler runs");
            PolicyDecision decided =
                    assertInstanceOf(PolicyDecision.class, f.ledger.asked().get(0));
            InvocationCompleted completed =
                    assertInstanceOf(InvocationCompleted.class, f.ledger.asked().get(1));
            assertTrue(decided.permitted());
            assertEquals(
                    "{\"from\":\"alice\",\"to\":\"bob\",\"amount\":300}",
                    decided.arguments().toString());
            assertEquals(Optional.of("all"), decided.ruleMatched());
            assertEquals(decided.invocation(), completed.invocation());
            assertEquals("completed", completed.status());
            assertEquals(
                    Durability.ON_DISK, f.ledger.durability(f.ledger.asked().getFirst()));
            assertEquals(
                    f.ledger.events().indexOf(decided),
                    outcome.receipt().decision().orElseThrow());
            assertEquals(
                    f.ledger.events().indexOf(completed),
                    outcome.receipt().outcome().orElseThrow());
        }
    }

    @Test
    void balance_readOnly_isBuffered() {
        try (Fixture f = new Fixture()) {
            assertEquals(1_000L, BankVerbs.with(f.alice()).balance("alice").orThrow());
            assertEquals(
                    Durability.BUFFERED, f.ledger.durability(f.ledger.asked().getFirst()));
        }
    }

    @Test
    void resolve_unknownNounAndVerb_areToldApart() {
        try (Fixture f = new Fixture()) {
            assertEquals(
                    Reason.NOUN_UNKNOWN,
                    Fixture.reason(Fixture.json(f.alice(), "shop.sell", "{}")));
            Outcome<JsonNode> near = Fixture.json(f.alice(), "bank.transfr", "{}");
            assertEquals(Reason.VERB_UNKNOWN, Fixture.reason(near));
            assertRefused(f, near, "resolve");
            Denial denial = ((Outcome.Denied<JsonNode>) near).denial();
            assertEquals("did you mean bank.transfer?", denial.details().get(Denial.SUGGESTION));
        }
    }

    @Test
    void decode_wrongInput_namesTheParameter() {
        try (Fixture f = new Fixture()) {
            assertDecode(f, "{\"from\":\"a\",\"to\":\"b\"}", Reason.PARAMETER_MISSING, "amount");
            assertDecode(
                    f,
                    "{\"from\":\"a\",\"to\":\"b\",\"amount\":\"1\"}",
                    Reason.PARAMETER_MALFORMED,
                    "amount");
            assertDecode(
                    f,
                    "{\"from\":\"a\",\"to\":\"b\",\"amount\":0}",
                    Reason.PARAMETER_RULE_BROKEN,
                    "amount");
            assertDecode(
                    f,
                    "{\"from\":\"a\",\"to\":\"b\",\"amount\":1,\"x\":2}",
                    Reason.PARAMETER_UNKNOWN,
                    "x");
            assertEquals(
                    Reason.STRUCTURE_INVALID,
                    Fixture.reason(Fixture.json(f.alice(), "bank.transfer", "[]")));
            Outcome<JsonNode> shouted = Fixture.json(
                    f.alice(), "bank.store", "{\"data\":\"\",\"note\":{\"text\":\"no!\"}}");
            assertEquals(
                    "note",
                    ((Outcome.Denied<JsonNode>) shouted).denial().details().get(Denial.PARAMETER));
        }
    }

    @Test
    void decode_typedValueWithoutJsonForm_isRefused() {
        try (Fixture f = new Fixture()) {
            Outcome<Long> outcome = BankVerbs.with(f.alice()).balance("lone \ud800 surrogate");
            assertEquals(Reason.STRUCTURE_INVALID, Fixture.reason(outcome));
            assertRefused(f, outcome, "decode");
        }
    }

    private static void assertDecode(Fixture f, String arguments, Reason reason, String parameter) {
        Outcome<JsonNode> outcome = Fixture.json(f.alice(), "bank.transfer", arguments);
        assertEquals(reason, Fixture.reason(outcome));
        assertEquals(
                parameter,
                ((Outcome.Denied<JsonNode>) outcome).denial().details().get(Denial.PARAMETER));
        assertRefused(f, outcome, "decode");
    }

    @Test
    void authenticate_strangersChain_isRefusedAndRecorded() {
        try (Fixture f = new Fixture();
                Fixture other = new Fixture()) {
            var session = f.cnv.open(
                    other.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED)));
            assertEquals(
                    Reason.CREDENTIAL_UNKNOWN, session.refusal().orElseThrow().reason());
            Outcome<Long> outcome = BankVerbs.with(session).balance("alice");
            assertEquals(Reason.CREDENTIAL_UNKNOWN, Fixture.reason(outcome));
            assertRefused(f, outcome, "authenticate");
        }
    }

    @Test
    void authenticate_somebodyElsesKey_isRefused() {
        try (Fixture f = new Fixture()) {
            Credential.Held held = f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED));
            var thief = new Credential.Held(held.chain(), f.root);
            Outcome<Long> outcome = BankVerbs.with(f.cnv.open(thief)).balance("alice");
            assertEquals(Reason.POSSESSION_UNPROVEN, Fixture.reason(outcome));
        }
    }

    @Test
    void anonymous_permittedByPolicy_hasNoAuthority() {
        try (Fixture f = new Fixture()) {
            Outcome<Long> outcome =
                    BankVerbs.with(f.cnv.open(new Credential.Anonymous())).balance("alice");
            assertEquals(Reason.AUTHORITY_MISSING, Fixture.reason(outcome));
            assertRefused(f, outcome, "capability");
        }
    }

    @Test
    void policy_withoutRules_deniesEverything() {
        try (Fixture f = new Fixture(PolicySet.EMPTY)) {
            Outcome<Long> outcome = BankVerbs.with(f.alice()).balance("alice");
            assertEquals(Reason.POLICY_NO_PERMIT, Fixture.reason(outcome));
            assertRefused(f, outcome, "policy");
        }
    }

    @Test
    void policy_forbidBesidePermit_forbids() {
        PolicySet rules = PolicySet.of(
                PolicyRule.allow("all").always(),
                PolicyRule.deny("no-safe", "nobody opens the safe", "ask the owner")
                        .when(Condition.capability("bank.safe.*")));
        try (Fixture f = new Fixture(rules)) {
            Outcome<Boolean> outcome = BankVerbs.with(f.alice()).openSafe("front", "1234");
            assertEquals(Reason.POLICY_FORBIDDEN, Fixture.reason(outcome));
            assertEquals(Optional.of("no-safe"), f.ledger.decisions().getFirst().ruleMatched());
            assertEquals(List.of(), f.bank.reached);
        }
    }

    @Test
    void policy_engineThrows_denies() {
        var engine = new ThrowingEngine();
        try (Fixture f = new Fixture(builder -> builder.policy(engine))) {
            Outcome<Long> outcome = BankVerbs.with(f.alice()).balance("alice");
            assertEquals(Reason.POLICY_FAULT, Fixture.reason(outcome));
            assertRefused(f, outcome, "policy");
        }
    }

    @Test
    void capability_notGranted_isRefused() {
        try (Fixture f = new Fixture()) {
            var readsOnly =
                    BankVerbs.with(f.alice(draft -> draft.grant("bank.*", EffectLevel.READ_ONLY)));
            assertEquals(
                    Reason.EFFECT_NOT_GRANTED,
                    Fixture.reason(readsOnly.transfer("alice", "bob", 1)));
            var other =
                    BankVerbs.with(f.alice(draft -> draft.grant("shop.*", EffectLevel.PRIVILEGED)));
            assertEquals(Reason.CAPABILITY_NOT_GRANTED, Fixture.reason(other.balance("alice")));
            assertEquals(List.of(), f.bank.reached);
        }
    }

    @Test
    void capability_requirementOutOfReach_isRefused() {
        try (Fixture f = new Fixture()) {
            var auditor = BankVerbs.with(
                    f.alice(draft -> draft.grant("bank.audit", EffectLevel.READ_ONLY)));
            Outcome<Long> outcome = auditor.audit();
            assertEquals(Reason.REQUIREMENT_OUT_OF_REACH, Fixture.reason(outcome));
            assertRefused(f, outcome, "capability");
            var both =
                    BankVerbs.with(f.alice(draft -> draft.grant("bank.audit", EffectLevel.READ_ONLY)
                            .grant("bank.balance", EffectLevel.READ_ONLY)));
            assertEquals(1_000L, both.audit().orThrow());
        }
    }

    @Test
    void verify_revokedWhileSessionIsOpen_isRefused() {
        try (Fixture f = new Fixture()) {
            Credential.Held held = f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED));
            var calls = BankVerbs.with(f.cnv.open(held));
            assertEquals(1_000L, calls.balance("alice").orThrow());
            f.cnv.trust(trust -> trust.withRevoked(held.chain().tokenDigests().getLast()));
            Outcome<Long> outcome = calls.balance("alice");
            assertEquals(Reason.CREDENTIAL_REVOKED, Fixture.reason(outcome));
            assertRefused(f, outcome, "verify");
        }
    }

    @Test
    void verify_windowOverWhileSessionIsOpen_isRefused() {
        try (Fixture f = new Fixture()) {
            var calls = BankVerbs.with(f.alice());
            f.time.advance(java.time.Duration.ofDays(3));
            assertEquals(Reason.CREDENTIAL_EXPIRED, Fixture.reason(calls.balance("alice")));
        }
    }

    @Test
    void handler_throws_isAFailureWithItsReason() {
        try (Fixture f = new Fixture()) {
            f.bank.failuresLeft.set(9);
            var call = new java.util.concurrent.atomic.AtomicReference<Outcome<Integer>>();
            Thread caller = Thread.ofVirtual()
                    .start(() -> call.set(BankVerbs.with(f.alice()).flaky()));
            Waiting.until(() -> {
                f.time.advance(java.time.Duration.ofMillis(100));
                return call.get() != null;
            });
            Waiting.join(caller);
            assertEquals(Reason.HANDLER_FAILED, Fixture.reason(call.get()));
            assertEquals(3, f.ledger.completions().getFirst().attempts());
            assertTrue(
                    f.ledger.completions().getFirst().message().contains("IllegalStateException"));
        }
    }

    @Test
    void async_result_isAwaited() {
        try (Fixture f = new Fixture()) {
            assertEquals("now later", BankVerbs.with(f.alice()).later("now").orThrow());
        }
    }

    @Test
    void stream_result_isCarriedTypedAndGatheredAsJson() {
        try (Fixture f = new Fixture()) {
            Flow.Publisher<Integer> publisher =
                    BankVerbs.with(f.alice()).stream(3).orThrow();
            List<Integer> seen = new ArrayList<>();
            publisher.subscribe(new Collecting(seen));
            assertEquals(List.of(0, 1, 2), seen);
            assertEquals(
                    "[0,1,2]",
                    Fixture.json(f.alice(), "bank.stream", "{\"count\":3}")
                            .orThrow()
                            .toString());
            assertEquals(
                    Reason.HANDLER_FAILED,
                    Fixture.reason(Fixture.json(f.alice(), "bank.stream", "{\"count\":10001}")));
        }
    }

    private static void assertRefused(Fixture f, Outcome<?> outcome, String stage) {
        PolicyDecision last = f.ledger.decisions().getLast();
        assertEquals(stage, last.stage());
        assertEquals(Fixture.reason(outcome), last.reason().orElseThrow());
        assertEquals(outcome.receipt().invocation(), last.invocation());
        assertTrue(!last.permitted() && outcome.receipt().decision().isPresent());
        assertTrue(f.ledger.completions().stream()
                .noneMatch(c -> c.invocation().equals(last.invocation())));
    }
}
