package dev.cnv.runtime.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.TenantId;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** Conditions on facts, and the digest of facts. */
class FactsTest {

    private static PolicyRequest at(String time) {
        PolicyRequest full = Requests.full();
        Facts facts = new Facts(Instant.parse(time), full.facts().delegation(), 0, 0);
        return new PolicyRequest(
                full.verb(), full.arguments(), full.context(), full.approvers(), facts);
    }

    private static boolean holds(Condition condition, PolicyRequest request) {
        return Conditions.holds(condition, request);
    }

    @Test
    void daily_overMidnight_holdsFromTheFirstMinuteToBeforeTheLast() {
        Condition night = TimeCondition.daily("22:00", "06:00", ZoneOffset.UTC);
        assertFalse(holds(night, at("2026-01-01T21:59:59.999Z")));
        assertTrue(holds(night, at("2026-01-01T22:00:00Z")));
        assertTrue(holds(night, at("2026-01-02T05:59:59Z")));
        assertFalse(holds(night, at("2026-01-02T06:00:00Z")));
    }

    @Test
    void daily_withOffset_isLocalTime() {
        Condition morning = TimeCondition.daily("08:00", "09:00", ZoneOffset.of("+05:30"));
        assertTrue(holds(morning, at("2026-01-01T02:30:00Z")));
        assertFalse(holds(morning, at("2026-01-01T08:30:00Z")));
        assertTrue(holds(morning, at("1969-12-31T02:45:00Z")));
    }

    @Test
    void onDays_dayOfTheOffset_counts() {
        // 2026-01-01 is a Thursday.
        Condition thursday = TimeCondition.onDays(ZoneOffset.UTC, DayOfWeek.THURSDAY);
        Condition friday = TimeCondition.onDays(ZoneOffset.ofHours(2), DayOfWeek.FRIDAY);
        assertTrue(holds(thursday, at("2026-01-01T23:00:00Z")));
        assertTrue(holds(friday, at("2026-01-01T23:00:00Z")));
        assertFalse(holds(thursday, at("2026-01-02T00:00:00Z")));
        assertTrue(holds(thursday, at("1969-12-25T12:00:00Z")));
    }

    @Test
    void between_window_isHalfOpen() {
        Condition year = TimeCondition.between(
                Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"));
        assertTrue(holds(year, at("2026-01-01T00:00:00Z")));
        assertTrue(holds(year, at("2026-12-31T23:59:59.999Z")));
        assertFalse(holds(year, at("2027-01-01T00:00:00Z")));
        assertFalse(holds(year, at("2025-12-31T23:59:59Z")));
    }

    @Test
    void delegation_facts_areAsked() {
        PolicyRequest full = Requests.full();
        assertTrue(holds(DelegationCondition.originIsPerson(), full));
        assertTrue(holds(DelegationCondition.origin("alice"), full));
        assertFalse(holds(DelegationCondition.origin("alice/bot"), full));
        assertTrue(holds(DelegationCondition.executor("alice/bot"), full));
        assertFalse(holds(DelegationCondition.executor("alice"), full));
        assertTrue(holds(DelegationCondition.depthAtMost(2), full));
        assertFalse(holds(DelegationCondition.depthAtMost(1), full));
    }

    @Test
    void quality_facts_areAsked() {
        PolicyRequest full = Requests.full();
        assertTrue(holds(QualityCondition.priorityAtLeast(QualityOfService.Priority.HIGH), full));
        assertFalse(
                holds(QualityCondition.priorityAtLeast(QualityOfService.Priority.CRITICAL), full));
        assertTrue(holds(QualityCondition.importanceAtLeast(70), full));
        assertFalse(holds(QualityCondition.importanceAtLeast(71), full));
        assertTrue(holds(QualityCondition.mustSucceed(), full));
        assertFalse(holds(QualityCondition.mustSucceed(), Requests.transfer("{}")));
    }

    @Test
    void traverses_verbOnThePath_holds() {
        assertTrue(holds(PathCondition.traverses("mail.send"), Requests.full()));
        assertTrue(holds(PathCondition.traverses("mail.*"), Requests.full()));
        assertFalse(holds(PathCondition.traverses("account.*"), Requests.full()));
        assertFalse(holds(PathCondition.traverses("**"), Requests.transfer("{}")));
    }

    /** Nothing is known of the graph yet: a rule that asks for it must not pass by. */
    @Test
    void everyPathPasses_withoutGraph_isAFaultThatDenies() {
        Condition asks = PathCondition.everyPathPasses("account.**", "approval.*");
        assertThrows(ConditionFault.class, () -> holds(asks, Requests.full()));
        PolicyRule allow = PolicyRule.allow("all").always();
        for (RulePolicyEngine engine : List.of(
                RulePolicyEngine.of(
                        PolicySet.of(allow, PolicyRule.deny("x", "no", "").when(asks))),
                RulePolicyEngine.interpreting(
                        PolicySet.of(allow, PolicyRule.deny("x", "no", "").when(asks))))) {
            PolicyVerdict verdict = engine.evaluate(Requests.full());
            assertTrue(verdict instanceof PolicyVerdict.Refuse, verdict.toString());
            assertEquals(List.of("x"), verdict.errors());
        }
        PolicyVerdict skipped = RulePolicyEngine.of(
                        PolicySet.of(allow, PolicyRule.allow("x").when(asks)))
                .evaluate(Requests.full());
        assertTrue(skipped instanceof PolicyVerdict.Permit, skipped.toString());
        assertEquals(List.of("x"), skipped.errors());
    }

    @Test
    void argument_missingOrNull_fulfilsNothing() {
        for (String arguments : List.of("{}", "{\"cents\":null}")) {
            PolicyRequest request = Requests.transfer(arguments);
            assertFalse(holds(ArgumentCondition.present("cents"), request));
            assertFalse(holds(ArgumentCondition.atMost("cents", 5), request));
            assertFalse(holds(ArgumentCondition.startsWith("cents", "a"), request));
            assertFalse(holds(ArgumentCondition.oneOf("cents", "a"), request));
            assertFalse(holds(Condition.argument("cents", "a"), request));
        }
    }

    @Test
    void argument_numbers_areComparedByValue() {
        PolicyRequest request =
                Requests.transfer("{\"a\":5,\"b\":5.50,\"c\":12345678901234567890123}");
        assertTrue(holds(ArgumentCondition.atMost("a", 5), request));
        assertFalse(holds(ArgumentCondition.atMost("a", 4), request));
        assertTrue(holds(ArgumentCondition.atLeast("a", 5), request));
        assertFalse(holds(ArgumentCondition.atLeast("a", 6), request));
        assertTrue(holds(compares("b", ArgumentCondition.Order.GREATER, "5.49"), request));
        assertFalse(holds(compares("b", ArgumentCondition.Order.GREATER, "5.5"), request));
        assertTrue(holds(compares("b", ArgumentCondition.Order.LESS, "5.51"), request));
        assertFalse(holds(compares("b", ArgumentCondition.Order.LESS, "5.5"), request));
        assertTrue(holds(ArgumentCondition.atLeast("c", Long.MAX_VALUE), request));
        assertEquals(
                compares("b", ArgumentCondition.Order.LESS, "5.50"),
                compares("b", ArgumentCondition.Order.LESS, "5.5"));
        assertEquals(
                compares("b", ArgumentCondition.Order.LESS, "1E+3"),
                compares("b", ArgumentCondition.Order.LESS, "1000"));
    }

    private static Condition compares(String name, ArgumentCondition.Order order, String bound) {
        return new ArgumentCondition.Compares(name, order, new java.math.BigDecimal(bound));
    }

    @Test
    void argument_ofAnotherType_isAFaultWhereItHasNoAnswer() {
        PolicyRequest request = Requests.transfer("{\"a\":\"5\",\"b\":5,\"c\":[],\"d\":true}");
        assertThrows(ConditionFault.class, () -> holds(ArgumentCondition.atMost("a", 5), request));
        assertThrows(ConditionFault.class, () -> holds(ArgumentCondition.atMost("c", 5), request));
        assertThrows(
                ConditionFault.class, () -> holds(ArgumentCondition.startsWith("b", "5"), request));
        assertFalse(holds(ArgumentCondition.oneOf("b", "5"), request));
        assertFalse(holds(Condition.argument("c", "5"), request));
        assertTrue(holds(
                new Condition.ArgumentEquals("d", JsonNodeFactory.instance.booleanNode(true)),
                request));
        request.arguments().putPOJO("a", new Object());
        assertThrows(ConditionFault.class, () -> holds(Condition.argument("a", "5"), request));
        request.arguments().put("a", Double.NaN);
        assertThrows(ConditionFault.class, () -> holds(Condition.argument("a", "5"), request));
        assertTrue(holds(ArgumentCondition.present("a"), request));
        request.arguments().put("a", "\ud83d\ude00");
        assertTrue(holds(ArgumentCondition.startsWith("a", "\ud83d\ude00"), request));
    }

    /** Whatever a policy can ask about besides the arguments is in the digest. */
    @Test
    void factsDigest_anyFactChanged_isAnother() {
        PolicyRequest full = Requests.full();
        CallContext c = full.context();
        Principal p = c.principal();
        Facts f = full.facts();
        DelegationFacts d = f.delegation();
        QualityOfService q = c.qualityOfService();
        List<PolicyRequest> others = List.of(
                Requests.full(Requests.verb("a.b", full.verb().effects()), c, f),
                Requests.full(full.verb(), context(c, principal(p, "x", p.tenant(), p.kind())), f),
                Requests.full(
                        full.verb(),
                        context(c, principal(p, "llm", new TenantId("x"), p.kind())),
                        f),
                Requests.full(
                        full.verb(),
                        context(c, principal(p, "llm", p.tenant(), PrincipalKind.SERVICE)),
                        f),
                Requests.full(full.verb(), quality(c, QualityOfService.NORMAL), f),
                Requests.full(
                        full.verb(),
                        quality(c, new QualityOfService(q.priority(), 71, q.mustSucceed())),
                        f),
                Requests.full(full.verb(), path(c, List.of()), f),
                Requests.full(full.verb(), c, new Facts(f.now().plusNanos(1), d, 3, 4)),
                Requests.full(full.verb(), c, new Facts(f.now(), d, 4, 4)),
                Requests.full(full.verb(), c, new Facts(f.now(), d, 3, 5)),
                Requests.full(full.verb(), c, facts(f, d.origin(), false, d.executor(), 2)),
                Requests.full(full.verb(), c, facts(f, d.executor(), true, d.executor(), 2)),
                Requests.full(full.verb(), c, facts(f, d.origin(), true, d.origin(), 2)),
                Requests.full(full.verb(), c, facts(f, d.origin(), true, d.executor(), 1)),
                new PolicyRequest(full.verb(), full.arguments(), c, Set.of(), f));
        Set<Digest> digests = new HashSet<>(Set.of(full.factsDigest()));
        for (PolicyRequest other : others) {
            assertTrue(digests.add(other.factsDigest()), other.toString());
        }
        PolicyRequest otherArguments = Requests.full();
        otherArguments.arguments().put("secret", "x");
        assertEquals(full.factsDigest(), otherArguments.factsDigest());
        assertNotEquals(full, otherArguments);
    }

    @Test
    void facts_negative_areRefused() {
        DelegationFacts d = Requests.full().facts().delegation();
        assertThrows(IllegalArgumentException.class, () -> new Facts(Instant.EPOCH, d, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Facts(Instant.EPOCH, d, 0, -1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new DelegationFacts(d.origin(), true, d.executor(), -1, Optional.empty()));
    }

    @Test
    void delegationFacts_ofAPrincipal_sayNoMoreThanItShows() {
        Agent alice = Agent.of("alice", "person");
        DelegationFacts own = DelegationFacts.of(
                new Principal(alice, TenantId.DEFAULT, PrincipalKind.DIRECT, alice.id()));
        assertTrue(own.originIsPerson());
        assertEquals(1, own.depth());
        DelegationFacts handed = DelegationFacts.of(new Principal(
                Agent.of("bot", "llm"), TenantId.DEFAULT, PrincipalKind.DELEGATED, alice.id()));
        assertFalse(handed.originIsPerson());
        assertEquals(2, handed.depth());
        assertEquals(0, DelegationFacts.of(Principal.ANONYMOUS).depth());
        assertFalse(DelegationFacts.of(Principal.ANONYMOUS).originIsPerson());
    }

    private static Principal principal(
            Principal p, String type, TenantId tenant, PrincipalKind kind) {
        return new Principal(
                new Agent(p.agent().id(), type, p.agent().version(), p.agent().metadata()),
                tenant,
                kind,
                p.root());
    }

    private static Facts facts(
            Facts f, AgentId origin, boolean person, AgentId executor, int depth) {
        return new Facts(
                f.now(),
                new DelegationFacts(
                        origin, person, executor, depth, f.delegation().chain()),
                3,
                4);
    }

    private static CallContext context(CallContext c, Principal principal) {
        return with(c, principal, c.qualityOfService(), c.path());
    }

    private static CallContext quality(CallContext c, QualityOfService quality) {
        return with(c, c.principal(), quality, c.path());
    }

    private static CallContext path(CallContext c, List<CapabilityId> path) {
        return with(c, c.principal(), c.qualityOfService(), path);
    }

    private static CallContext with(
            CallContext c, Principal principal, QualityOfService quality, List<CapabilityId> path) {
        return new CallContext(
                c.invocation(),
                c.correlation(),
                c.parent(),
                principal,
                quality,
                c.received(),
                c.dryRun(),
                c.idempotencyKey(),
                path);
    }
}
