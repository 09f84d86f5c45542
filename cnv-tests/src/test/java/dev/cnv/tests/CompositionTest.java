package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Composed;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.graph.Composition;
import dev.cnv.runtime.graph.Composition.Planned;
import dev.cnv.runtime.graph.CompositionQuery;
import dev.cnv.runtime.graph.Schema;
import dev.cnv.runtime.graph.SchemaDocument;
import dev.cnv.runtime.outcome.CallRefusedException;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PathCondition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Plans that are found in the graph of an application and run by its kernel. */
class CompositionTest {

    private static final SchemaDocument TEXT = SchemaDocument.of(Schema.TEXT);

    private static final CompositionQuery ORDER = CompositionQuery.of(
            Map.of("article", TEXT, "customer", TEXT),
            Map.of("place", SchemaDocument.of(Schema.WHOLE), "words", TEXT));

    private static final ObjectNode GIVEN =
            (ObjectNode) StrictJson.parse("{\"article\":\"book\",\"customer\":\"carol\"}");

    private final Shop shop = new Shop();

    private Fixture fixture(PolicyRule... more) {
        PolicySet rules = Fixture.ALLOW_ALL;
        for (PolicyRule rule : more) {
            rules = rules.with(rule);
        }
        PolicySet all = rules;
        return new Fixture(builder -> builder.verbs(new ShopVerbs(shop)).policy(all));
    }

    private static Planned planned(Session session, CompositionQuery query) {
        return assertInstanceOf(Planned.class, session.plan(query));
    }

    @Test
    void run_plan_isOneCallAfterTheOther() {
        try (Fixture f = fixture()) {
            Session alice = f.alice().with(CallOptions.NONE.correlation("order-7"));
            Planned plan = planned(alice, ORDER);
            assertEquals(
                    List.of("shop.article.price", "shop.offer.make", "shop.order.place"),
                    plan.plan().steps().stream()
                            .map(step -> step.node().toString())
                            .toList());
            assertEquals(
                    "{\"place\":1001,\"words\":\"400 EUR for carol\"}",
                    alice.run(plan, GIVEN).orThrow().toString());
            List<PolicyDecision> decisions = f.ledger.decisions();
            assertEquals(
                    List.of("shop.article.price", "shop.offer.make", "shop.order.place"),
                    decisions.stream().map(PolicyDecision::capability).toList());
            assertEquals(
                    List.of(
                            List.of(),
                            List.of("shop.article.price"),
                            List.of("shop.article.price", "shop.offer.make")),
                    decisions.stream()
                            .map(decided -> decided.request().orElseThrow().path())
                            .toList());
            assertTrue(decisions.stream()
                    .allMatch(decided -> decided.origin().correlation().equals("order-7")));
            assertEquals(
                    3,
                    decisions.stream()
                            .map(PolicyDecision::invocation)
                            .distinct()
                            .count());
        }
    }

    @Test
    void run_policyForbidsWhatLedThere_stopsAtThatStep() {
        PolicyRule rule = PolicyRule.deny("no-order-of-own-offers", "ask somebody", "")
                .when(Condition.capability("shop.order.place")
                        .and(PathCondition.traverses("shop.offer.*")));
        try (Fixture f = fixture(rule)) {
            Composed run = f.alice().run(planned(f.alice(), ORDER), GIVEN);
            assertEquals(3, run.steps().size());
            assertEquals(Optional.empty(), run.outputs());
            Outcome.Denied<?> denied =
                    assertInstanceOf(Outcome.Denied.class, run.steps().get(2));
            assertEquals(Reason.POLICY_FORBIDDEN, denied.denial().reason());
            assertThrows(CallRefusedException.class, run::orThrow);
            assertEquals(List.of("offer"), shop.reached);
            assertTrue(
                    Fixture.json(f.alice(), "shop.order.place", "{\"offer\":1}")
                            instanceof Outcome.Completed);
        }
    }

    @Test
    void plan_callerMayNotReachAVerb_doesWithoutIt() {
        try (Fixture f = fixture()) {
            Session reader = f.alice(draft -> draft.grant("shop.article.*", EffectLevel.READ_ONLY));
            Composition.Impossible impossible =
                    assertInstanceOf(Composition.Impossible.class, reader.plan(ORDER));
            assertEquals(
                    List.of("place", "words"),
                    impossible.missing().stream().sorted().toList());
            // A plan that somebody else has made is no authority.
            Composed run = reader.run(planned(f.alice(), ORDER), GIVEN);
            assertEquals(2, run.steps().size());
            assertFalse(run.steps().getLast() instanceof Outcome.Completed);
            assertEquals(List.of(), shop.reached);
        }
    }

    @Test
    void run_valueMissingOrPlanOfAnother_isRefusedBeforeAnythingRuns() {
        try (Fixture f = fixture();
                Fixture other = fixture()) {
            Planned plan = planned(f.alice(), ORDER);
            assertTrue(assertThrows(
                            IllegalArgumentException.class,
                            () -> f.alice().run(plan, (ObjectNode)
                                    StrictJson.parse("{\"article\":\"book\"}")))
                    .getMessage()
                    .contains("given=customer"));
            assertThrows(IllegalArgumentException.class, () -> other.alice().run(plan, GIVEN));
            assertEquals(List.of(), f.ledger.decisions());
            assertEquals(List.of(), other.ledger.decisions());
        }
    }

    @Test
    void run_keyGivenTwice_runsOnce() {
        try (Fixture f = fixture()) {
            Session alice = f.alice().with(CallOptions.NONE.idempotencyKey("k"));
            Planned plan = planned(alice, ORDER);
            String first = alice.run(plan, GIVEN).orThrow().toString();
            assertEquals(first, alice.run(plan, GIVEN).orThrow().toString());
            assertEquals(List.of("offer", "place"), shop.reached);
        }
    }

    @Test
    void graph_ofAnApplication_hasItsVerbs() {
        try (Fixture f = fixture()) {
            assertEquals(f.cnv.verbs().size(), f.cnv.graph().size());
            assertEquals(
                    Effect.READ_ONLY,
                    f.cnv.graph()
                            .node(f.cnv.graph().id("shop.article.price"))
                            .effects()
                            .effects()
                            .iterator()
                            .next());
        }
    }
}
