package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RulePolicyEngine;
import dev.cnv.runtime.policy.remote.DecisionPoint;
import dev.cnv.runtime.policy.remote.HttpDecisionPoint;
import dev.cnv.runtime.policy.remote.PointAnswer;
import dev.cnv.runtime.policy.remote.RemotePolicyEngine;
import dev.cnv.runtime.policy.remote.RemoteSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Policies that are decided elsewhere: in this process, and over loopback. */
class RemotePolicyTest {

    private static final Duration TTL = Duration.ofSeconds(10);
    private static final RemoteSettings SETTINGS =
            new RemoteSettings(Duration.ofSeconds(2), TTL, 4, 8);
    private static final PolicySet NO_GREETING = PolicySet.of(
            PolicyRule.allow("all").always(),
            PolicyRule.deny("no-greeting", "not today", "")
                    .when(Condition.capability("bank.greet")));
    private static final RulePolicyEngine RULES = RulePolicyEngine.of(NO_GREETING);

    private final AtomicInteger asked = new AtomicInteger();
    private final Asked point = new Asked();
    private Fixture fixture;
    private RemotePolicyEngine engine;

    /** A point whose answers a test chooses. */
    private final class Asked implements DecisionPoint {
        private volatile Function<PolicyRequest, CompletionStage<PointAnswer>> answer =
                DecisionPoint.of(RULES, Duration.ofHours(1))::decide;

        @Override
        public String name() {
            return "test";
        }

        @Override
        public CompletionStage<PointAnswer> decide(PolicyRequest request) {
            asked.incrementAndGet();
            return answer.apply(request);
        }
    }

    private BankVerbs.Calls alice(DecisionPoint decides, RemoteSettings settings) {
        fixture = new Fixture(builder -> builder);
        Fixture first = fixture;
        engine = new RemotePolicyEngine(decides, RULES.policy(), settings, first.time);
        first.close();
        fixture = new Fixture(builder -> builder.policy(engine));
        return BankVerbs.with(fixture.alice());
    }

    @AfterEach
    void close() {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void verdicts_ofThePoint_decide() {
        BankVerbs.Calls alice = alice(point, SETTINGS);
        assertEquals(1_000L, alice.balance("alice").orThrow());
        assertEquals(Reason.POLICY_FORBIDDEN, Fixture.reason(alice.greet("Ada")));
        assertEquals(RULES.policy(), fixture.ledger.decisions().getLast().policy().orElseThrow());
        assertEquals("no-greeting", fixture.ledger.decisions().getLast().ruleMatched().orElseThrow());
    }

    @Test
    void answers_areRememberedForCallsAlikeAndNoLonger() {
        BankVerbs.Calls alice = alice(point, SETTINGS);
        for (int i = 0; i < 5; i++) {
            alice.balance("alice").orThrow();
            alice.greet("Ada");
        }
        assertEquals(2, asked.get());
        alice.balance("bob").orThrow();
        assertEquals(3, asked.get(), "other arguments are another question");
        assertEquals(3, engine.rememberedCount());
    }

    @Test
    void answers_areForgottenInTime() {
        dev.cnv.runtime.time.VirtualTime time = new dev.cnv.runtime.time.VirtualTime(Fixture.NOON);
        fixture = new Fixture(builder -> {
            engine = new RemotePolicyEngine(point, RULES.policy(), SETTINGS, time);
            return builder.policy(engine).time(time);
        });
        BankVerbs.Calls alice = BankVerbs.with(fixture.alice());
        alice.balance("alice").orThrow();
        time.advance(TTL.minusNanos(1));
        alice.balance("alice").orThrow();
        assertEquals(1, asked.get());
        time.advance(Duration.ofNanos(1));
        alice.balance("alice").orThrow();
        assertEquals(2, asked.get());
        // The point may allow less than the settings do.
        point.answer = DecisionPoint.of(RULES, Duration.ZERO)::decide;
        alice.audit().orThrow();
        alice.audit().orThrow();
        assertEquals(4, asked.get());
    }

    @Test
    void cache_holdsNoMoreThanItsCapacity() {
        BankVerbs.Calls alice = alice(point, SETTINGS);
        for (int i = 0; i < 20; i++) {
            alice.greet("name-" + i);
        }
        assertEquals(4, engine.rememberedCount());
    }

    @Test
    void revocationAndOtherCallers_areOtherQuestions() {
        BankVerbs.Calls alice = alice(point, SETTINGS);
        alice.balance("alice").orThrow();
        fixture.cnv.trust(trust -> trust.withRevoked(Digest.of("some token")));
        alice.balance("alice").orThrow();
        assertEquals(2, asked.get());
        BankVerbs.with(fixture.cnv.open(fixture.credential(
                        draft -> draft.grant("bank.*", dev.cnv.runtime.capability.EffectLevel.PRIVILEGED))))
                .balance("alice")
                .orThrow();
        assertEquals(3, asked.get(), "another chain");
    }

    private void deniesWith(String words) {
        Outcome<Long> outcome = BankVerbs.with(fixture.alice()).balance("alice");
        Denial denial = ((Outcome.Denied<Long>) outcome).denial();
        assertEquals(Reason.POLICY_FAULT, denial.reason());
        assertTrue(denial.message().contains(words), denial.message());
        assertEquals(0, engine.rememberedCount(), "a fault is not remembered");
    }

    @Test
    void faults_deny() {
        alice(point, new RemoteSettings(Duration.ofMillis(50), TTL, 4, 1));
        point.answer = _ -> new CompletableFuture<>();
        deniesWith("did not answer within");
        point.answer = _ -> CompletableFuture.failedStage(new IOException("gone"));
        deniesWith("IOException");
        point.answer = _ -> {
            throw new IllegalStateException("broken");
        };
        deniesWith("IllegalStateException");
        point.answer = _ -> CompletableFuture.completedStage(null);
        deniesWith("NullPointerException");
        point.answer = _ -> null;
        deniesWith("NullPointerException");
        point.answer = DecisionPoint.of(RULES, TTL)::decide;
        assertEquals(
                1_000L, BankVerbs.with(fixture.alice()).balance("alice").orThrow());
    }

    @Test
    void interruption_denies() {
        BankVerbs.Calls alice = alice(point, SETTINGS);
        point.answer = _ -> new CompletableFuture<>();
        Thread.currentThread().interrupt();
        assertEquals(Reason.POLICY_FAULT, Fixture.reason(alice.balance("alice")));
        assertTrue(Thread.interrupted());
    }

    @Test
    void otherPolicy_deniesOnceAndForgetsWhatWasRemembered() {
        BankVerbs.Calls alice = alice(point, SETTINGS);
        alice.greet("Ada");
        alice.balance("alice").orThrow();
        RulePolicyEngine other = RulePolicyEngine.of(Fixture.ALLOW_ALL);
        point.answer = DecisionPoint.of(other, TTL)::decide;
        assertEquals(Reason.POLICY_CHANGED, Fixture.reason(alice.balance("bob")));
        assertEquals(other.policy(), engine.policy());
        assertEquals(0, engine.rememberedCount());
        assertEquals("Dear Ada", alice.greet("Ada").orThrow());
        assertEquals(other.policy(), fixture.ledger.decisions().getLast().policy().orElseThrow());
    }

    // Over loopback.

    private static String answer(String rest) {
        return "{\"policy\":\"" + RULES.policy().hex() + "\"," + rest + "}";
    }

    private void serve(Function<JsonNode, String> answers, Runnable test) throws IOException {
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/decide", exchange -> respond(exchange, answers));
        server.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            alice(
                    new HttpDecisionPoint(
                            client,
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort()
                                    + "/decide"),
                            Duration.ofSeconds(2)),
                    SETTINGS);
            test.run();
        } finally {
            server.stop(0);
        }
    }

    private static void respond(HttpExchange exchange, Function<JsonNode, String> answers)
            throws IOException {
        try (exchange) {
            String asked = new String(
                    exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String answer = answers.apply(StrictJson.parse(asked));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.startsWith("5") ? 500 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Test
    void http_pointThatPermitsAndRefuses_decides() throws Exception {
        List<JsonNode> questions = new CopyOnWriteArrayList<>();
        serve(
                question -> {
                    questions.add(question);
                    return question.get("capability").stringValue().equals("bank.greet")
                            ? answer("\"verdict\":\"REFUSE\",\"reason\":\"POLICY_FORBIDDEN\","
                                    + "\"rule\":\"no\",\"message\":\"not here\",\"goodForMillis\":0")
                            : answer("\"verdict\":\"PERMIT\",\"rule\":\"yes\",\"goodForMillis\":60000");
                },
                () -> {
                    BankVerbs.Calls alice = BankVerbs.with(fixture.alice());
                    alice.balance("alice").orThrow();
                    alice.balance("alice").orThrow();
                    Outcome.Denied<String> denied = (Outcome.Denied<String>) alice.greet("Ada");
                    assertEquals(Reason.POLICY_FORBIDDEN, denied.denial().reason());
                    assertEquals("not here", denied.denial().message());
                });
        assertEquals(2, questions.size());
        JsonNode question = questions.getFirst();
        assertEquals("alice", question.get("agent").stringValue());
        assertEquals("alice", question.get("arguments").get("account").stringValue());
        assertEquals("READ_ONLY", question.get("effects").get(0).stringValue());
        assertEquals(Fixture.NOON.toString(), question.get("now").stringValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "500 gone",
                "",
                "not json",
                "{}",
                "{\"verdict\":\"PERMIT\",\"goodForMillis\":0}",
                "{\"policy\":\"00\",\"verdict\":\"PERMIT\",\"goodForMillis\":0}",
                "POLICY\"verdict\":\"permit\",\"goodForMillis\":0}",
                "POLICY\"verdict\":\"PERMIT\"}",
                "POLICY\"verdict\":\"PERMIT\",\"goodForMillis\":-1}",
                "POLICY\"verdict\":\"PERMIT\",\"goodForMillis\":99999999999}",
                "POLICY\"verdict\":\"PERMIT\",\"goodForMillis\":0,\"also\":1}",
                "POLICY\"verdict\":\"REFUSE\",\"goodForMillis\":0}",
                "POLICY\"verdict\":\"REFUSE\",\"reason\":\"INTERNAL\",\"goodForMillis\":0}",
                "POLICY\"verdict\":\"PERMIT\",\"verdict\":\"PERMIT\",\"goodForMillis\":0}",
                "LONG"
            })
    void http_answerOfAnotherForm_denies(String form) throws Exception {
        String body = form.equals("LONG")
                ? answer("\"verdict\":\"PERMIT\",\"goodForMillis\":0,\"rule\":\""
                        + "x".repeat(HttpDecisionPoint.MAX_ANSWER_BYTES) + "\"")
                : form.replace(
                        "POLICY", "{\"policy\":\"" + RULES.policy().hex() + "\",");
        serve(
                _ -> body,
                () -> assertEquals(
                        Reason.POLICY_FAULT,
                        Fixture.reason(BankVerbs.with(fixture.alice()).balance("alice"))));
    }

    @Test
    void http_pointThatIsNotThere_denies() throws Exception {
        int port;
        try (java.net.ServerSocket free =
                new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            BankVerbs.Calls alice = alice(
                    new HttpDecisionPoint(
                            client,
                            URI.create("http://localhost:" + port + "/"),
                            Duration.ofSeconds(2)),
                    SETTINGS);
            assertEquals(Reason.POLICY_FAULT, Fixture.reason(alice.balance("alice")));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/decide",
                "http://127.0.0.1.example.org/",
                "ftp://localhost/",
                "http:opaque",
                "/relative"
            })
    void http_addressThatOthersCouldAnswerAt_isMisuse(String uri) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new HttpDecisionPoint(
                            client, URI.create(uri), Duration.ofSeconds(1)));
        }
        try (HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new HttpDecisionPoint(
                            client, URI.create("https://localhost/"), Duration.ofSeconds(1)));
        }
    }
}
