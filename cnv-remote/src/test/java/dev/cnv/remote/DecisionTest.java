package dev.cnv.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.remote.decision.EndpointDecisionPoint;
import dev.cnv.remote.decision.PolicyPoint;
import dev.cnv.remote.decision.PolicyPointVerbs;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointSettings;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.policy.RulePolicyEngine;
import dev.cnv.runtime.policy.remote.RemotePolicyEngine;
import dev.cnv.runtime.policy.remote.RemoteSettings;
import dev.cnv.runtime.protocol.Feature;
import dev.cnv.runtime.protocol.FeatureSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls of one runtime that another one decides about, over real sockets. */
@Timeout(60)
class DecisionTest {

    private static final RemoteSettings SETTINGS =
            new RemoteSettings(Duration.ofSeconds(30), Duration.ofMinutes(1), 100, 8);
    private static final RulePolicyEngine RULES = RulePolicyEngine.of(PolicySet.of(
            PolicyRule.allow("all").always(),
            PolicyRule.deny("no-plans", "plans are kept shut", "ask carol")
                    .when(Condition.argument("name", "plans"))));

    @TempDir
    private Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private final Notes notes = new Notes();
    private World world;
    private PolicyPoint point;
    private Server server;
    private RemotePolicyEngine engine;

    @BeforeEach
    void begin() {
        world = new World(folder);
    }

    @AfterEach
    void end() throws Exception {
        world.close();
    }

    /** Counts what it is asked, and answers by something else. */
    private final class Counting implements PolicyEngine {

        private final PolicyEngine inner;
        private final Function<PolicyVerdict, PolicyVerdict> change;

        Counting(PolicyEngine inner, Function<PolicyVerdict, PolicyVerdict> change) {
            this.inner = inner;
            this.change = change;
        }

        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public Digest policy() {
            return inner.policy();
        }

        @Override
        public PolicyVerdict evaluate(PolicyRequest request) {
            asked.incrementAndGet();
            return change.apply(inner.evaluate(request));
        }
    }

    private Cnv asking(EndpointAddress address, String grant, Duration goodFor, RemoteSettings how)
            throws Exception {
        point = new PolicyPoint(new Counting(RULES, verdict -> verdict), goodFor);
        Cnv decides = world.runtime("decides", new PolicyPointVerbs(point), builder -> builder);
        server = world.serve(decides, address);
        Client client = world.client(server.address());
        Credential as = world.credential("gateway", world.sourceKey, grant);
        engine = new RemotePolicyEngine(
                new EndpointDecisionPoint("decider", client.open(as), how.timeout()),
                RULES.policy(),
                how,
                world.time);
        return world.runtime(new NotesVerbs(notes), builder -> builder.policy(engine));
    }

    private String call(Cnv cnv, String name) {
        return World.code(world.read(cnv, world.alice(), name));
    }

    private Denial denied(Cnv cnv, String name) {
        return assertInstanceOf(Outcome.Denied.class, world.read(cnv, world.alice(), name))
                .denial();
    }

    private void decides(EndpointAddress address) throws Exception {
        Cnv cnv = asking(address, "policy.decide", Duration.ofMinutes(1), SETTINGS);
        assertEquals("completed", call(cnv, "diary"));
        Denial denial = denied(cnv, "plans");
        assertEquals("policy-forbidden", denial.reason().code());
        assertTrue(denial.message().contains("plans are kept shut"), denial.message());
        assertEquals("ask carol", denial.details().get(Denial.SUGGESTION));
        assertEquals(1, notes.reads.get());
    }

    @Test
    void point_overAUnixSocket_permitsAndDeniesWithItsReasons() throws Exception {
        decides(world.unix());
    }

    @Test
    void point_overTls_permitsAndDeniesWithItsReasons() throws Exception {
        decides(EndpointAddress.tls("localhost", 0));
    }

    @Test
    void cachedAnswer_makesNoCall() throws Exception {
        Cnv cnv = asking(world.unix(), "policy.decide", Duration.ofMinutes(1), SETTINGS);
        for (int i = 0; i < 5; i++) {
            assertEquals("completed", call(cnv, "diary"));
        }
        int once = asked.get();
        assertEquals("completed", call(cnv, "diary"));
        assertEquals(once, asked.get());
        assertEquals("completed", call(cnv, "letters"));
        assertTrue(asked.get() > once);
    }

    @Test
    void serverGone_closesAndOpensWhenItIsBack() throws Exception {
        Cnv cnv = asking(world.unix(), "policy.decide", Duration.ZERO, SETTINGS);
        assertEquals("completed", call(cnv, "diary"));
        server.close();
        assertEquals("policy-fault", call(cnv, "diary"));
        assertEquals(1, notes.reads.get());
        world.serve(
                world.runtime("again", new PolicyPointVerbs(point), builder -> builder),
                world.unix());
        assertEquals("completed", call(cnv, "diary"));
    }

    @Test
    void serverThatIsSlow_closesWithinTheLimit() throws Exception {
        Cnv cnv = asking(
                world.unix(),
                "policy.decide",
                Duration.ZERO,
                new RemoteSettings(Duration.ofMillis(300), Duration.ZERO, 100, 8));
        point.use(new Counting(RULES, verdict -> {
            try {
                Thread.sleep(25_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return verdict;
        }));
        long began = System.nanoTime();
        assertEquals("policy-fault", call(cnv, "diary"));
        assertTrue(System.nanoTime() - began < Duration.ofSeconds(15).toNanos());
        assertEquals(0, notes.reads.get());
    }

    @Test
    void askerWithoutTheRight_isRefusedThereAndClosedHere() throws Exception {
        Cnv cnv = asking(world.unix(), "note.read", Duration.ofMinutes(1), SETTINGS);
        assertEquals("policy-fault", call(cnv, "diary"));
        assertEquals(0, asked.get());
    }

    @Test
    void serverThatDidNotAgreeOnPolicy_isNotAskedAndClosed() throws Exception {
        Cnv cnv = asking(world.unix(), "policy.decide", Duration.ZERO, SETTINGS);
        server.close();
        FeatureSet without = FeatureSet.of(Feature.DELEGATION, Feature.STREAMING);
        server = world.serve(
                world.runtime("without", new PolicyPointVerbs(point), builder -> builder),
                world.unix(),
                EndpointSettings.DEFAULT.withFeatures(without));
        assertEquals("policy-fault", call(cnv, "diary"));
        assertEquals(0, asked.get());
        assertEquals(0, notes.reads.get());
    }

    @Test
    void changedPolicy_isSeenAfterTheStatedLife() throws Exception {
        Cnv cnv = asking(world.unix(), "policy.decide", Duration.ofSeconds(3), SETTINGS);
        assertEquals("completed", call(cnv, "diary"));
        RulePolicyEngine none = RulePolicyEngine.of(PolicySet.of());
        point.use(none);
        assertEquals("completed", call(cnv, "diary"), "the answer still holds");
        Thread.sleep(3_100);
        assertEquals("policy-changed", call(cnv, "diary"));
        assertEquals(none.policy(), engine.policy());
        assertEquals("policy-no-permit", call(cnv, "diary"));
    }

    @Test
    void verdictThatIsAnotherCall_isClosed() throws Exception {
        Cnv cnv = asking(world.unix(), "policy.decide", Duration.ZERO, SETTINGS);
        point.use(new Counting(
                RULES,
                verdict -> new PolicyVerdict.Redirect(
                        verdict.considered(),
                        verdict.matched(),
                        verdict.errors(),
                        new dev.cnv.runtime.capability.CapabilityId("note.read"))));
        assertEquals("policy-fault", call(cnv, "diary"));
    }

    private static PolicyPoint.Answer permit(String question, String reason) {
        return new PolicyPoint.Answer(
                question,
                RULES.policy().hex(),
                reason.isEmpty() ? PolicyPoint.Verdict.PERMIT : PolicyPoint.Verdict.REFUSE,
                List.of("all"),
                Optional.of("all"),
                List.of(),
                Optional.of(reason).filter(given -> !given.isEmpty()),
                Optional.of("no").filter(_ -> !reason.isEmpty()),
                Map.of(),
                60_000);
    }

    /** An answer counts for its own question: not for one before, nor for any. */
    @Test
    void answer_toAnotherQuestion_isClosed() throws Exception {
        AtomicReference<String> first = new AtomicReference<>("");
        AtomicReference<Function<String, PolicyPoint.Answer>> says =
                new AtomicReference<>(question -> permit(Digest.of(question).hex(), ""));
        LyingPoint lying = new LyingPoint(question -> {
            first.compareAndSet("", Digest.of(question).hex());
            return says.get().apply(question);
        });
        server = world.serve(
                world.runtime("lies", new LyingPointVerbs(lying), builder -> builder),
                world.unix());
        Credential as = world.credential("gateway", world.sourceKey, "policy.decide");
        engine = new RemotePolicyEngine(
                new EndpointDecisionPoint(
                        "liar", world.client(server.address()).open(as), SETTINGS.timeout()),
                RULES.policy(),
                SETTINGS,
                world.time);
        Cnv cnv = world.runtime(new NotesVerbs(notes), builder -> builder.policy(engine));
        assertEquals("completed", call(cnv, "diary"), "an answer in form counts");
        says.set(_ -> permit(first.get(), ""));
        assertEquals("policy-fault", call(cnv, "plans"), "replayed");
        says.set(_ -> permit(Digest.of("any").hex(), ""));
        assertEquals("policy-fault", call(cnv, "plans"));
        says.set(question -> permit(Digest.of(question).hex(), "no-such-reason"));
        assertEquals("policy-fault", call(cnv, "plans"));
        says.set(_ -> {
            throw new IllegalStateException("broken");
        });
        assertEquals("policy-fault", call(cnv, "plans"));
        assertEquals(1, notes.reads.get());
    }
}
