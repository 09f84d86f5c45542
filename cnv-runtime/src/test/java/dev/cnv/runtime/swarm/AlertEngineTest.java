package dev.cnv.runtime.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AlertEngineTest {

    private static final AgentId OPERATOR = new AgentId("operator");
    private static final AgentId ANT = new AgentId("ant");
    private static final Duration NOTHING = Duration.ZERO;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime(Instant.EPOCH);
    private final SwarmObserver observer = new SwarmObserver(64, AnomalySettings.DEFAULT);
    private final Swarms swarms = Swarms.unrecorded(4, time, observer);
    private final List<Alert> sent = new ArrayList<>();

    @Test
    void inPhase_raisesOnce_andAgainAfterTheCoolDown() {
        AlertEngine engine = engine(
                rule(new AlertCondition.InPhase(Phase.EMERGENCY), NOTHING, Duration.ofSeconds(5)));
        SwarmPhase.Bootstrap bootstrap = swarms.open("hive");
        assertEquals(List.of(), engine.poll());
        bootstrap.alarm(OPERATOR, "").orThrow();
        assertEquals(
                List.of(new Alert(
                        "rule",
                        Severity.CRITICAL,
                        "hive",
                        Phase.EMERGENCY,
                        time.now(),
                        "in phase=EMERGENCY")),
                engine.poll());
        assertEquals(1, sent.size());
        time.advance(Duration.ofSeconds(4));
        assertEquals(List.of(), engine.poll());
        time.advance(SECOND);
        assertEquals(1, engine.poll().size());
    }

    @Test
    void condition_thatMustLast_raisesOnlyWhenItDidWithoutABreak() {
        AlertEngine engine = engine(
                rule(new AlertCondition.InPhase(Phase.DEGRADED), Duration.ofSeconds(3), NOTHING));
        SwarmPhase.Degraded degraded = operational("hive").degrade(OPERATOR, "").orThrow();
        assertEquals(List.of(), engine.poll());
        time.advance(Duration.ofSeconds(2));
        assertEquals(List.of(), engine.poll());
        SwarmPhase.Operational again =
                degraded.recover(OPERATOR, "").orThrow().operate(OPERATOR, "").orThrow();
        assertEquals(List.of(), engine.poll());
        again.degrade(OPERATOR, "").orThrow();
        time.advance(SECOND);
        assertEquals(List.of(), engine.poll());
        time.advance(Duration.ofSeconds(3));
        assertEquals(1, engine.poll().size());
    }

    @Test
    void countInWindow_raisesForTheSwarmThatFlaps() {
        AlertEngine engine = engine(rule(
                new AlertCondition.CountInWindow(Phase.DEGRADED, 3, Duration.ofSeconds(10)),
                NOTHING,
                NOTHING));
        operational("calm");
        SwarmPhase.Operational flapping = operational("flapping");
        for (int i = 0; i < 3; i++) {
            assertEquals(List.of(), engine.poll());
            time.advance(SECOND);
            flapping = flap(flapping);
        }
        assertEquals(
                List.of("flapping"), engine.poll().stream().map(Alert::swarm).toList());
        time.advance(Duration.ofSeconds(20));
        assertEquals(List.of(), engine.poll());
    }

    private static SwarmPhase.Operational flap(SwarmPhase.Operational operational) {
        return operational
                .degrade(OPERATOR, "")
                .orThrow()
                .recover(OPERATOR, "")
                .orThrow()
                .operate(OPERATOR, "")
                .orThrow();
    }

    @Test
    void zOver_raisesAtTheMomentOfTheAnomaly() {
        AlertEngine engine = engine(rule(new AlertCondition.ZOver(5), NOTHING, NOTHING));
        SwarmPhase.Operational operational = operational("hive");
        for (int i = 0; i < 12; i++) {
            time.advance(Duration.ofMillis(1_000 + i % 3));
            operational = flap(operational);
        }
        assertEquals(List.of(), engine.poll());
        time.advance(Duration.ofSeconds(30));
        flap(operational);
        List<Alert> raised = engine.poll();
        assertEquals(1, raised.size());
        assertTrue(raised.getFirst().detail().contains("DURATION of phase=OPERATIONAL"));
        assertEquals(List.of(), engine.poll());
    }

    @Test
    void healthUnderAndCustom_lookAtTheSwarmAsItIs() {
        AlertEngine engine = engine(
                rule(new AlertCondition.HealthUnder(0.5), NOTHING, Duration.ofDays(1)),
                rule(
                        new AlertCondition.Custom("no agents", v -> v.mark().agentCount() == 0),
                        NOTHING,
                        Duration.ofDays(1)),
                rule(
                        new AlertCondition.Custom("broken", _ -> {
                            throw new IllegalStateException("boom");
                        }),
                        NOTHING,
                        NOTHING));
        SwarmPhase.Activation activation = activation("hive");
        assertEquals(
                List.of("no agents"), engine.poll().stream().map(Alert::detail).toList());
        activation.register(ANT);
        activation.swarm().agentFailed(ANT);
        assertEquals(
                List.of("health=0.0"), engine.poll().stream().map(Alert::detail).toList());
        assertEquals(2, engine.conditionFailureCount());
    }

    @Test
    void swarm_thatNeverMoved_isJudged() {
        AlertEngine engine = engine(
                rule(new AlertCondition.InPhase(Phase.BOOTSTRAP), Duration.ofSeconds(3), NOTHING));
        swarms.open("stuck");
        assertEquals(List.of(), engine.poll());
        time.advance(Duration.ofSeconds(3));
        assertEquals(List.of("stuck"), engine.poll().stream().map(Alert::swarm).toList());
    }

    @Test
    void coolDown_ofASwarmThatHadTheRowBefore_isNotThatOfTheNext() {
        Swarms one = Swarms.unrecorded(1, time, observer);
        AlertEngine engine = new AlertEngine(
                one,
                observer,
                time,
                List.of(rule(
                        new AlertCondition.InPhase(Phase.BOOTSTRAP), NOTHING, Duration.ofDays(1))),
                List.of(),
                Runnable::run);
        SwarmPhase.Bootstrap first = one.open("first");
        assertEquals(1, engine.poll().size());
        first.alarm(OPERATOR, "")
                .orThrow()
                .shutDown(OPERATOR, "")
                .orThrow()
                .finalise()
                .orThrow();
        int row = one.open("second").swarm().row();
        assertEquals(first.swarm().row(), row);
        assertEquals(List.of("second"), engine.poll().stream().map(Alert::swarm).toList());
    }

    @Test
    void phaseEntered_andLeftBetweenPolls_raises_asOfThen() {
        AlertEngine engine = engine(
                rule(new AlertCondition.InPhase(Phase.EMERGENCY), NOTHING, NOTHING),
                rule(new AlertCondition.PhaseEntered(Phase.EMERGENCY), NOTHING, NOTHING));
        Instant entered = time.now();
        SwarmPhase.Emergency emergency = operational("hive").alarm(OPERATOR, "").orThrow();
        time.advance(SECOND);
        emergency.recover(OPERATOR, "").orThrow();
        time.advance(SECOND);
        assertEquals(
                List.of(new Alert(
                        "rule",
                        Severity.CRITICAL,
                        "hive",
                        Phase.EMERGENCY,
                        entered,
                        "entered phase=EMERGENCY from=OPERATIONAL")),
                engine.poll());
        assertEquals(List.of(), engine.poll());
    }

    @Test
    void phaseEntered_severalTimesBetweenPolls_raisesAsTheCoolDownSays() {
        AlertEngine each =
                engine(rule(new AlertCondition.PhaseEntered(Phase.DEGRADED), NOTHING, NOTHING));
        AlertEngine cool = engine(rule(
                new AlertCondition.PhaseEntered(Phase.DEGRADED), NOTHING, Duration.ofSeconds(2)));
        SwarmPhase.Operational flapping = operational("hive");
        for (int i = 0; i < 5; i++) {
            flapping = flap(flapping);
            time.advance(SECOND);
        }
        assertEquals(5, each.poll().size());
        assertEquals(3, cool.poll().size());
    }

    /** A swarm may begin, go through an emergency, and be gone before anyone polls, and another after it. */
    @Test
    void phaseEntered_bySwarmsThatAreGone_raisesBeforeTheyAreForgotten() {
        Swarms one = Swarms.unrecorded(1, time, observer);
        AlertEngine engine = new AlertEngine(
                one,
                observer,
                time,
                List.of(rule(new AlertCondition.PhaseEntered(Phase.EMERGENCY), NOTHING, NOTHING)),
                List.of(),
                Runnable::run);
        for (String name : List.of("first", "second", "third")) {
            end(one.open(name).alarm(OPERATOR, "").orThrow());
        }
        assertEquals(
                List.of("first", "second", "third"),
                engine.poll().stream().map(Alert::swarm).toList());
        assertEquals(List.of(), engine.poll());
        assertEquals(3, engine.alertCount());
    }

    @Test
    void events_fromBeforeTheEngine_areNotItsOwn() {
        end(swarms.open("gone").alarm(OPERATOR, "").orThrow());
        AlertEngine engine =
                engine(rule(new AlertCondition.PhaseEntered(Phase.EMERGENCY), NOTHING, NOTHING));
        swarms.open("next").alarm(OPERATOR, "").orThrow();
        assertEquals(List.of("next"), engine.poll().stream().map(Alert::swarm).toList());
        assertEquals(0, engine.missedCount());
    }

    /** Another thread may finalise a swarm before the one that moved it is heard. */
    @Test
    void phaseEntered_heardOfAfterTheEnd_namesTheRow() {
        AlertEngine engine =
                engine(rule(new AlertCondition.PhaseEntered(Phase.SHUTDOWN), NOTHING, NOTHING));
        observer.moved(3, Phase.EMERGENCY, Phase.SHUTDOWN, 9, 0, 0);
        assertEquals(List.of("row=3"), engine.poll().stream().map(Alert::swarm).toList());
    }

    private static void end(SwarmPhase.Emergency emergency) {
        emergency.shutDown(OPERATOR, "").orThrow().finalise().orThrow();
    }

    /** Only what happened is raised of a swarm that is gone: it has no state. */
    @Test
    void swarm_thatEnded_isRaisedByWhatHappened_andForgotten() {
        AlertEngine engine = engine(
                rule(new AlertCondition.InPhase(Phase.SHUTDOWN), NOTHING, NOTHING),
                rule(new AlertCondition.PhaseEntered(Phase.SHUTDOWN), NOTHING, NOTHING));
        operational("hive").shutDown(OPERATOR, "").orThrow().finalise().orThrow();
        assertEquals(
                List.of("entered phase=SHUTDOWN from=OPERATIONAL"),
                engine.poll().stream().map(Alert::detail).toList());
        assertEquals(List.of(), engine.poll());
    }

    @Test
    void zOver_ofASwarmThatIsGone_isRaised() {
        AlertEngine engine = engine(rule(new AlertCondition.ZOver(5), NOTHING, NOTHING));
        SwarmPhase.Operational operational = operational("hive");
        for (int i = 0; i < 12; i++) {
            time.advance(Duration.ofMillis(1_000 + i % 3));
            operational = flap(operational);
        }
        time.advance(Duration.ofSeconds(30));
        operational.shutDown(OPERATOR, "").orThrow().finalise().orThrow();
        assertEquals(List.of("hive"), engine.poll().stream().map(Alert::swarm).toList());
    }

    @Test
    void events_thatWereOverwrittenBeforeAPoll_areCounted() {
        AlertEngine engine = engine();
        SwarmPhase.Operational operational = operational("hive");
        for (int i = 0; i < 30; i++) {
            operational = flap(operational);
        }
        engine.poll();
        assertEquals(3 + 90 - 64, engine.missedCount());
        engine.poll();
        assertEquals(3 + 90 - 64, engine.missedCount());
    }

    /** Sinks that wait hold up neither moves nor polls: an executor runs them. */
    @Test
    @Timeout(60)
    void sinks_thatAreBlocked_holdUpNeitherMovesNorPolls() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger taken = new AtomicInteger();
        AlertSink slow = _ -> {
            blocked.countDown();
            release.await();
            taken.incrementAndGet();
        };
        int raised;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            AlertEngine engine = new AlertEngine(
                    swarms,
                    observer,
                    time,
                    List.of(rule(
                            new AlertCondition.PhaseEntered(Phase.DEGRADED), NOTHING, NOTHING)),
                    List.of(slow),
                    executor);
            SwarmPhase.Operational hive = flap(operational("hive"));
            raised = engine.poll().size();
            blocked.await();
            for (int i = 0; i < 1_000; i++) {
                hive = flap(hive);
                raised += engine.poll().size();
            }
            assertEquals(1_001, raised);
            assertEquals(0, taken.get());
            release.countDown();
        }
        assertEquals(raised, taken.get());
    }

    @Test
    void sink_thatFailsOrIsNotRun_isCountedAndHoldsNobodyUp() {
        AlertRule rule = rule(new AlertCondition.InPhase(Phase.EMERGENCY), NOTHING, NOTHING);
        AlertSink broken = _ -> {
            throw new IOException("boom");
        };
        AlertEngine engine = new AlertEngine(
                swarms, observer, time, List.of(rule), List.of(broken, sent::add), Runnable::run);
        AlertEngine stopped =
                new AlertEngine(swarms, observer, time, List.of(rule), List.of(sent::add), _ -> {
                    throw new RejectedExecutionException();
                });
        swarms.open("hive").alarm(OPERATOR, "").orThrow();
        engine.poll();
        stopped.poll();
        assertEquals(1, sent.size());
        assertEquals(1, engine.sinkFailureCount());
        assertEquals(1, stopped.sinkFailureCount());
    }

    @Test
    void webhook_onLoopback_getsTheAlertAsJson_andAnErrorIsCounted() throws Exception {
        List<JsonNode> posted = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger status = new AtomicInteger(200);
        ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> serve(server, status, posted));
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            AlertSink hook = AlertSinks.webhook(
                    client,
                    URI.create("http://127.0.0.1:" + server.getLocalPort() + "/alerts"),
                    Duration.ofSeconds(10));
            AlertRule rule = rule(new AlertCondition.InPhase(Phase.EMERGENCY), NOTHING, NOTHING);
            AlertEngine engine = new AlertEngine(
                    swarms, observer, time, List.of(rule), List.of(hook), Runnable::run);
            swarms.open("hive").alarm(OPERATOR, "").orThrow();
            engine.poll();
            assertEquals(0, engine.sinkFailureCount());
            assertEquals("hive", posted.getFirst().get("swarm").asString());
            assertEquals("CRITICAL", posted.getFirst().get("severity").asString());
            assertEquals("1970-01-01T00:00:00Z", posted.getFirst().get("time").asString());
            status.set(500);
            engine.poll();
            assertEquals(1, engine.sinkFailureCount());
        } finally {
            server.close();
        }
    }

    /** As much of HTTP as a webhook needs: one request a connection. */
    private static void serve(ServerSocket server, AtomicInteger status, List<JsonNode> posted) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) in.read());
                }
                int length = Integer.parseInt(
                        head.toString().replaceAll("(?is).*content-length: *(\\d+).*", "$1"));
                posted.add(JsonMapper.shared().readTree(in.readNBytes(length)));
                socket.getOutputStream()
                        .write(("HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\n"
                                        + "Connection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The test is over, or the client went away: the test sees it.
            }
        }
    }

    @Test
    void rules_thatCannotBe_areMisuse() {
        assertThrows(
                IllegalArgumentException.class,
                () -> engine(rule(new AlertCondition.ZOver(2), NOTHING, NOTHING)));
        assertThrows(
                IllegalArgumentException.class,
                () -> rule(new AlertCondition.ZOver(5), SECOND, NOTHING));
        assertThrows(
                IllegalArgumentException.class,
                () -> rule(new AlertCondition.PhaseEntered(Phase.DEGRADED), SECOND, NOTHING));
        assertThrows(
                IllegalArgumentException.class,
                () -> rule(new AlertCondition.InPhase(Phase.DEGRADED), SECOND.negated(), NOTHING));
        assertThrows(
                IllegalArgumentException.class,
                () -> new AlertCondition.CountInWindow(Phase.DEGRADED, 0, SECOND));
    }

    private AlertEngine engine(AlertRule... rules) {
        return new AlertEngine(
                swarms, observer, time, List.of(rules), List.of(sent::add), Runnable::run);
    }

    private static AlertRule rule(AlertCondition condition, Duration holds, Duration coolDown) {
        return new AlertRule("rule", condition, Severity.CRITICAL, holds, coolDown);
    }

    private SwarmPhase.Activation activation(String name) {
        return swarms.open(name)
                .negotiate(OPERATOR, "")
                .orThrow()
                .activate(OPERATOR, "")
                .orThrow();
    }

    private SwarmPhase.Operational operational(String name) {
        return activation(name).operate(OPERATOR, "").orThrow();
    }
}
