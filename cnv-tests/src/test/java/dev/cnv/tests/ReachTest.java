package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.ArgumentConstraint;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.Grant;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.governance.OperatingMode;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PathCondition;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.TimeCondition;
import dev.cnv.runtime.reach.Access;
import dev.cnv.runtime.reach.Reach;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who can reach which verb: what is said before a call is what calls meet. */
class ReachTest {

    private static Fixture shop(PolicyRule... rules) {
        return new Fixture(
                builder -> builder.verbs(new ShopVerbs(new Shop())).policy(PolicySet.of(rules)));
    }

    private static final PolicyRule ALL = PolicyRule.allow("all").always();

    private static Access to(Reach reach, String verb) {
        return reach.to(new CapabilityId(verb)).orElseThrow();
    }

    private static Reason refusal(Reach reach, String verb) {
        return assertInstanceOf(Access.Refused.class, to(reach, verb)).denial().reason();
    }

    private static List<String> on(Reach reach, String verb) {
        return assertInstanceOf(Access.Depends.class, to(reach, verb)).on();
    }

    @Test
    void reach_grantAndPolicy_bothMustPermit() {
        try (Fixture f = shop(PolicyRule.allow("reads")
                .when(new Condition.Not(Condition.levelAtLeast(EffectLevel.MUTATE))))) {
            Reach reach =
                    f.alice(draft -> draft.grant("bank.*", EffectLevel.MUTATE)).reach();
            assertEquals("alice", reach.principal().agent().id().value());
            assertEquals(List.of(new AgentId("alice")), reach.through());
            assertEquals(
                    new Access.Granted(List.of(), Optional.of("reads")), to(reach, "bank.balance"));
            assertEquals(Reason.POLICY_NO_PERMIT, refusal(reach, "bank.transfer"));
            assertEquals(Reason.CAPABILITY_NOT_GRANTED, refusal(reach, "shop.article.price"));
            Reach reader = f.alice(draft -> draft.grant("bank.*", EffectLevel.READ_ONLY))
                    .reach();
            assertEquals(Reason.EFFECT_NOT_GRANTED, refusal(reader, "bank.transfer"));
        }
    }

    @Test
    void reach_argumentsDecide_isNotAYes() {
        try (Fixture f = shop(
                ALL,
                PolicyRule.deny("large", "too much", "")
                        .when(ArgumentCondition.atLeast("amount", 1_000)))) {
            Reach reach = f.alice(draft -> draft.grant(Grant.of("bank.transfer", EffectLevel.MUTATE)
                            .where("to", ArgumentConstraint.prefix("bob"))))
                    .reach();
            List<String> on = on(reach, "bank.transfer");
            assertEquals(2, on.size(), on::toString);
            assertEquals("argument amount (rule large)", on.getFirst());
            assertTrue(on.getLast().startsWith("argument to is "), on::toString);
            assertEquals(Set.of(), reach.granted());
        }
    }

    @Test
    void reach_requirementNotGranted_isRefused() {
        try (Fixture f = shop(ALL)) {
            Reach reach = f.alice(draft -> draft.grant("bank.audit", EffectLevel.READ_ONLY))
                    .reach();
            assertEquals(Reason.REQUIREMENT_OUT_OF_REACH, refusal(reach, "bank.audit"));
        }
    }

    @Test
    void reach_policyPermitsOnAWayOnly_hasTheShortestWay() {
        PolicyRule steps = PolicyRule.allow("steps")
                .when(Condition.capability("shop.order.place")
                        .and(PathCondition.traverses("shop.article.price"))
                        .and(PathCondition.traverses("shop.offer.make")));
        PolicyRule offers =
                PolicyRule.allow("offers").when(Condition.capability("shop.offer.make"));
        PolicyRule prices =
                PolicyRule.allow("prices").when(Condition.capability("shop.article.price"));
        PolicyRule offersAfterPrices = PolicyRule.allow("offers")
                .when(Condition.capability("shop.offer.make")
                        .and(PathCondition.traverses("shop.article.price")));
        try (Fixture f = shop(steps, offersAfterPrices, prices)) {
            Reach reach = f.alice().reach();
            assertEquals(
                    new Access.Granted(
                            List.of(
                                    new CapabilityId("shop.article.price"),
                                    new CapabilityId("shop.offer.make")),
                            Optional.of("steps")),
                    to(reach, "shop.order.place"));
        }
        // Nobody may begin: no way is known, and that it depends on one is no yes.
        try (Fixture f = shop(steps, offersAfterPrices)) {
            Reach reach = f.alice().reach();
            assertEquals(
                    List.of(
                            "a way through shop.article.price (rule steps)",
                            "a way through shop.offer.make (rule steps)"),
                    on(reach, "shop.order.place"));
            assertEquals(Set.of(), reach.granted());
        }
        // Offers made by themselves do not have the price on their way.
        try (Fixture f = shop(steps, offers)) {
            Reach reach = f.alice().reach();
            assertInstanceOf(Access.Depends.class, to(reach, "shop.order.place"));
        }
    }

    @Test
    void reach_chainThatDoesNotHold_reachesNothing() {
        try (Fixture f = shop(ALL)) {
            SigningKey stranger = SigningKey.generate(f.random);
            Chain chain = Chain.issue(
                    stranger,
                    TokenDraft.to(f.aliceKey.publicKey(), "alice", "person")
                            .between(Fixture.NOON, Fixture.NOON.plus(Duration.ofDays(1)))
                            .grant("**", EffectLevel.PRIVILEGED));
            Reach reach = f.cnv.reach(chain);
            assertEquals(Set.of(), reach.granted());
            assertEquals(List.of(), reach.through());
            assertEquals(f.cnv.verbs().size(), reach.verbs().size());
            assertEquals(Reason.CREDENTIAL_UNKNOWN, refusal(reach, "bank.balance"));
            assertEquals(
                    Reason.AUTHORITY_MISSING,
                    refusal(f.cnv.open(new Credential.Anonymous()).reach(), "bank.balance"));
        }
    }

    @Test
    void reach_revokedOrOver_reachesNothing() {
        try (Fixture f = shop(ALL)) {
            Session alice = f.alice();
            Chain chain = f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED))
                    .chain();
            assertEquals(f.cnv.verbs().size(), alice.reach().granted().size());
            f.cnv.trust(trust -> trust.withRevoked(chain.tokenDigests().getFirst()));
            assertEquals(Reason.CREDENTIAL_REVOKED, refusal(f.cnv.reach(chain), "bank.balance"));
            f.time.advance(Duration.ofDays(3));
            assertEquals(Set.of(), alice.reach().granted());
        }
    }

    @Test
    void reach_clockInPolicy_isAskedAtThatTime() {
        try (Fixture f = shop(PolicyRule.allow("day")
                .when(TimeCondition.daily("08:00", "18:00", ZoneOffset.UTC)))) {
            Session alice = f.alice();
            assertInstanceOf(Access.Granted.class, to(alice.reach(), "bank.balance"));
            f.time.advance(Duration.ofHours(8));
            assertEquals(Reason.POLICY_NO_PERMIT, refusal(alice.reach(), "bank.balance"));
        }
    }

    @Test
    void reach_runtimeInMaintenance_refusesChanges() {
        try (Fixture f = shop(ALL)) {
            f.cnv.mode(OperatingMode.MAINTENANCE, new AgentId("operator"), "an exercise");
            Reach reach = f.alice().reach();
            assertEquals(Reason.MODE_FORBIDS, refusal(reach, "bank.transfer"));
            assertInstanceOf(Access.Granted.class, to(reach, "bank.balance"));
        }
    }

    @Test
    void reach_policyThatOnlyWatches_refusesNothing() {
        try (Fixture f = new Fixture(builder -> builder.policy(
                        PolicySet.of(PolicyRule.deny("none", "no", "").always()))
                .policyMode(PolicyMode.AUDIT))) {
            assertEquals(f.cnv.verbs().size(), f.alice().reach().granted().size());
        }
    }

    /** What is a yes runs, and what is a no does not; of the rest nothing is said. */
    @Test
    void reach_eachAnswer_isWhatCallsMeet() {
        PolicyRule[] rules = {
            PolicyRule.allow("reads")
                    .when(new Condition.Not(Condition.levelAtLeast(EffectLevel.MUTATE))),
            PolicyRule.allow("sets").when(Condition.capability("bank.set")),
            PolicyRule.deny("no-greetings", "quiet", "").when(Condition.capability("bank.greet"))
        };
        try (Fixture f = shop(rules)) {
            Session alice = f.alice();
            Reach reach = alice.reach();
            for (String[] call : new String[][] {
                {"bank.balance", "{\"account\":\"alice\"}"},
                {"bank.set", "{\"account\":\"alice\",\"amount\":1}"},
                {"bank.transfer", "{\"from\":\"alice\",\"to\":\"bob\",\"amount\":1}"},
                {"bank.greet", "{\"name\":\"bob\"}"},
                {"shop.article.price", "{\"article\":\"book\"}"},
            }) {
                boolean runs = Fixture.json(alice, call[0], call[1]) instanceof Outcome.Completed;
                assertEquals(runs, to(reach, call[0]) instanceof Access.Granted, call[0]);
            }
            Set<String> asked = f.ledger.decisions().stream()
                    .map(decision -> decision.capability())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(5, asked.size(), "asking for reach is recorded nowhere");
            assertEquals(
                    f.cnv.verbs().stream().map(VerbDescriptor::id).toList(),
                    List.copyOf(reach.verbs().keySet()));
        }
    }

    @Test
    void reach_handedOn_namesEachAgent() {
        try (Fixture f = shop(ALL)) {
            Credential.Held alice =
                    f.credential(draft -> draft.grant("bank.*", EffectLevel.MUTATE));
            Chain bot = alice.chain()
                    .delegate(
                            f.aliceKey,
                            TokenDraft.to(
                                            SigningKey.generate(f.random).publicKey(),
                                            "alice/bot",
                                            "llm")
                                    .grant("bank.balance", EffectLevel.READ_ONLY));
            Reach reach = f.cnv.reach(bot);
            assertEquals(
                    Stream.of("alice", "alice/bot").map(AgentId::new).toList(), reach.through());
            assertEquals(Set.of(new CapabilityId("bank.balance")), reach.granted());
            assertEquals(Instant.parse("2026-01-01T12:00:00Z"), reach.at());
        }
    }
}
