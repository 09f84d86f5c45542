package dev.cnv.runtime.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.RuntimeEvent.PhaseChanged;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.time.VirtualTime;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Swarms with a ledger: what is written, when, and what is left of it. */
class SwarmsTest {

    private static final AgentId OPERATOR = new AgentId("operator");

    private final VirtualTime time = new VirtualTime(Instant.EPOCH);
    private final TestLedger ledger = new TestLedger();
    private final Swarms swarms =
            Swarms.of(4, ledger, TestLedger.origins(time), PhaseListener.none());

    @Test
    void move_isWrittenBeforeItHolds() {
        SwarmPhase.Bootstrap bootstrap = swarms.open("hive");
        List<Phase> seen = new ArrayList<>();
        ledger.onAppend(() -> seen.add(bootstrap.swarm().mark().phase()));
        bootstrap.negotiate(OPERATOR, "let us talk").orThrow();
        assertEquals(List.of(Phase.BOOTSTRAP), seen);
        assertEquals(
                List.of("hive BOOTSTRAP->NEGOTIATION by operator: let us talk"), ledger.moves());
    }

    @Test
    void move_ledgerRefuses_changesNothingAndMayBeTriedAgain() {
        SwarmPhase.Bootstrap bootstrap = swarms.open("hive");
        SwarmView before = bootstrap.swarm().view();
        ledger.refuse(true);
        Refusal refusal = assertInstanceOf(Step.Refused.class, bootstrap.negotiate(OPERATOR, ""))
                .refusal();
        assertInstanceOf(Refusal.NotRecorded.class, refusal);
        assertTrue(refusal.message().contains("told to refuse"));
        assertEquals(before, bootstrap.swarm().view());
        ledger.refuse(false);
        assertInstanceOf(Step.Done.class, bootstrap.negotiate(OPERATOR, ""));
    }

    @Test
    void move_ledgerThrowsSomethingElse_givesTheClaimBack() {
        SwarmPhase.Bootstrap bootstrap = swarms.open("hive");
        ledger.onAppend(() -> {
            throw new IllegalStateException("boom");
        });
        assertThrows(IllegalStateException.class, () -> bootstrap.negotiate(OPERATOR, ""));
        ledger.onAppend(() -> {});
        assertInstanceOf(Step.Done.class, bootstrap.negotiate(OPERATOR, ""));
        assertEquals(1, ledger.moves().size());
    }

    /** While one move is written, a second writes nothing. */
    @Test
    void move_whileAnotherIsWritten_isToldSo() {
        SwarmPhase.Bootstrap bootstrap = swarms.open("hive");
        List<Object> second = new ArrayList<>();
        ledger.onAppend(() -> second.add(bootstrap.alarm(OPERATOR, "")));
        bootstrap.negotiate(OPERATOR, "").orThrow();
        assertEquals(
                List.of(new Step.Refused<>(new Refusal.MoveUnderWay(Phase.BOOTSTRAP))), second);
        assertEquals(1, ledger.moves().size());
    }

    @Test
    void move_byForce_saysSoInTheLedger() {
        swarms.open("hive")
                .alarm(OPERATOR, "fire")
                .orThrow()
                .shutDown(OPERATOR, "burnt")
                .orThrow();
        assertEquals(
                List.of(
                        "hive BOOTSTRAP->EMERGENCY by operator: fire",
                        "hive EMERGENCY->SHUTDOWN forced by operator: burnt"),
                ledger.moves());
    }

    @Test
    void swarms_afterARestart_standWhereTheyStood() {
        SwarmPhase.Negotiation negotiation =
                swarms.open("hive").negotiate(OPERATOR, "").orThrow();
        time.advance(Duration.ofSeconds(3));
        negotiation.activate(OPERATOR, "").orThrow();
        swarms.open("dead").alarm(OPERATOR, "").orThrow().shutDown(OPERATOR, "").orThrow();
        time.advance(Duration.ofSeconds(4));

        Swarms again = Swarms.of(4, ledger, TestLedger.origins(time), PhaseListener.none());
        assertEquals(List.of("hive"), List.copyOf(again.all().keySet()));
        SwarmView view = again.find("hive").orElseThrow().view();
        assertEquals(Phase.ACTIVATION, view.mark().phase());
        assertEquals(List.of(Phase.BOOTSTRAP, Phase.NEGOTIATION, Phase.ACTIVATION), view.history());
        assertEquals(Duration.ofSeconds(3), view.durations().get(Phase.NEGOTIATION));
        assertEquals(Duration.ofSeconds(4), view.durations().get(Phase.ACTIVATION));
        assertInstanceOf(
                SwarmPhase.Activation.class, again.find("hive").orElseThrow().phase());
    }

    /** What it allocates is more than what it keeps. */
    @Test
    void namedSwarm_withoutAgents_isUnder1KiB_measured() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int count = 50_000;
        long before = threads.getCurrentThreadAllocatedBytes();
        Swarms many = Swarms.unrecorded(count, time, PhaseListener.none());
        for (int i = 0; i < count; i++) {
            many.open("swarm-" + i);
        }
        long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / count;
        assertEquals(count, many.view().swarmCount());
        assertTrue(bytes < 1_024, "bytes=" + bytes);
        assertTrue(bytes > SwarmTable.ROW_BYTES, "bytes=" + bytes);
    }

    /** The ledger does not tell of agents, so a swarm that goes on after a restart lets them in again. */
    @Test
    void agents_afterARestart_rejoinInEachPhaseThatWorks() {
        SwarmPhase.Activation activation = activation("hive");
        activation.register(OPERATOR);
        SwarmPhase.Operational operational = activation.operate(OPERATOR, "").orThrow();
        assertRejoined(Phase.OPERATIONAL);
        SwarmPhase.Degraded degraded = operational.degrade(OPERATOR, "").orThrow();
        assertRejoined(Phase.DEGRADED);
        SwarmPhase.Recovery recovery = degraded.recover(OPERATOR, "").orThrow();
        assertRejoined(Phase.RECOVERY);
        recovery.alarm(OPERATOR, "").orThrow();
        assertRejoined(Phase.EMERGENCY);
    }

    private void assertRejoined(Phase in) {
        Swarm swarm = restored("hive");
        assertEquals(false, swarm.agentsKnown());
        assertEquals(0, swarm.mark().agentCount());
        SwarmPhase phase = swarm.phase();
        assertEquals(in, phase.phase());
        Optional<Refusal> refused = switch (phase) {
            case SwarmPhase.Active active -> active.rejoin(OPERATOR);
            case SwarmPhase.Emergency emergency -> emergency.rejoin(OPERATOR);
            default -> throw new AssertionError(phase.phase());
        };
        assertEquals(Optional.empty(), refused);
        assertEquals(Set.of(OPERATOR), swarm.agents().keySet());
        assertEquals(1, swarm.mark().agentCount());
    }

    @Test
    void agents_ofASwarmThatNeverActivated_areKnownAfterARestart() {
        swarms.open("hive").alarm(OPERATOR, "").orThrow().recover(OPERATOR, "").orThrow();
        Swarm swarm = restored("hive");
        assertEquals(true, swarm.agentsKnown());
        SwarmPhase.Recovery recovery = assertInstanceOf(SwarmPhase.Recovery.class, swarm.phase());
        assertInstanceOf(Refusal.AgentRefused.class, recovery.rejoin(OPERATOR).orElseThrow());
    }

    private SwarmPhase.Activation activation(String name) {
        return swarms.open(name)
                .negotiate(OPERATOR, "")
                .orThrow()
                .activate(OPERATOR, "")
                .orThrow();
    }

    private Swarm restored(String name) {
        return Swarms.of(4, ledger, TestLedger.origins(time), PhaseListener.none())
                .find(name)
                .orElseThrow();
    }

    @Test
    void swarms_afterManyMoves_restoreTheSameHistory() {
        SwarmPhase.Operational operational = swarms.open("hive")
                .negotiate(OPERATOR, "")
                .orThrow()
                .activate(OPERATOR, "")
                .orThrow()
                .operate(OPERATOR, "")
                .orThrow();
        for (int i = 0; i < 20; i++) {
            operational = operational
                    .degrade(OPERATOR, "")
                    .orThrow()
                    .recover(OPERATOR, "")
                    .orThrow()
                    .operate(OPERATOR, "")
                    .orThrow();
        }
        List<Phase> history = operational.swarm().view().history();
        assertEquals(SwarmState.HISTORY_LIMIT, history.size());
        assertEquals(Phase.OPERATIONAL, history.getLast());
        Swarms again = Swarms.of(4, ledger, TestLedger.origins(time), PhaseListener.none());
        assertEquals(history, again.find("hive").orElseThrow().view().history());
    }

    @Test
    void swarms_ofALedgerWhoseMovesDoNotFollow_areRefused() {
        for (PhaseChanged wrong : List.of(
                event("NEGOTIATION", "ACTIVATION"),
                event("BOOTSTRAP", "OPERATIONAL"),
                event("BOOTSTRAP", "PARTY"),
                event("PARTY", "BOOTSTRAP"))) {
            TestLedger other = new TestLedger();
            other.append(wrong, Ledger.Durability.ON_DISK);
            assertThrows(
                    LedgerException.class,
                    () -> Swarms.of(4, other, TestLedger.origins(time), PhaseListener.none()),
                    wrong.toString());
        }
    }

    @Test
    void listener_hearsOfEachMoveAfterItHolds_andItsFaultUndoesNothing() {
        List<String> heard = new ArrayList<>();
        Swarms other = Swarms.unrecorded(4, time, (row, from, to, _, at, lasted) -> {
            heard.add(row + " " + from + "->" + to + " at " + at + " after " + lasted);
            throw new IllegalStateException("boom");
        });
        SwarmPhase.Bootstrap bootstrap = other.open("hive");
        time.advance(Duration.ofNanos(7));
        bootstrap.negotiate(OPERATOR, "").orThrow();
        assertEquals(List.of("0 BOOTSTRAP->NEGOTIATION at 7 after 7"), heard);
        assertEquals(1, other.table().listenerFaultCount());
        assertEquals(Optional.of("hive"), other.nameOf(0));
        assertEquals(Optional.empty(), other.nameOf(1));
    }

    @Test
    void replay_ofALedger_tellsOfEachSwarmAndItsMoves() {
        SwarmPhase.Negotiation negotiation =
                swarms.open("hive").negotiate(OPERATOR, "").orThrow();
        time.advance(Duration.ofSeconds(3));
        negotiation.activate(OPERATOR, "").orThrow();
        swarms.open("dead").alarm(OPERATOR, "").orThrow().shutDown(OPERATOR, "").orThrow();
        SwarmReplay replay = new SwarmReplay(AnomalySettings.DEFAULT);
        ledger.read(record -> replay.accept(record.index(), (PhaseChanged) record.event()));
        assertEquals(List.of("dead", "hive"), List.copyOf(replay.swarms().keySet()));
        assertEquals(
                new SwarmReplay.Standing(
                        Phase.ACTIVATION,
                        Instant.EPOCH.plusSeconds(3),
                        2,
                        List.of(Phase.BOOTSTRAP, Phase.NEGOTIATION, Phase.ACTIVATION)),
                replay.swarms().get("hive"));
        assertEquals(Phase.SHUTDOWN, replay.swarms().get("dead").phase());
        assertEquals(4, replay.matrix().total());
        assertEquals(List.of(), replay.anomalies());
        assertThrows(
                LedgerException.class, () -> replay.accept(9, event("OPERATIONAL", "DEGRADED")));
        replay.accept(
                10,
                new PhaseChanged(
                        TestLedger.origins(time).own(),
                        "dead",
                        "BOOTSTRAP",
                        "NEGOTIATION",
                        false,
                        ""));
        assertEquals(1, replay.swarms().get("dead").moveCount());
    }

    @Test
    void replay_ofASwarmWithAStrangePhase_namesIt() {
        SwarmReplay replay = new SwarmReplay(AnomalySettings.DEFAULT);
        replay.accept(0, event("BOOTSTRAP", "EMERGENCY"));
        replay.accept(1, event("EMERGENCY", "RECOVERY"));
        for (int i = 0; i < 12; i++) {
            time.advance(Duration.ofSeconds(i == 11 ? 60 : 2));
            replay.accept(2, event("RECOVERY", "OPERATIONAL"));
            time.advance(Duration.ofSeconds(7));
            replay.accept(3, event("OPERATIONAL", "DEGRADED"));
            replay.accept(4, event("DEGRADED", "RECOVERY"));
        }
        List<SwarmReplay.Named> strange = replay.anomalies().stream()
                .filter(named -> named.anomaly().kind() == Anomaly.Kind.DURATION)
                .toList();
        assertEquals(1, strange.size());
        assertEquals("hive", strange.getFirst().swarm());
        assertEquals(Phase.RECOVERY, strange.getFirst().anomaly().phase());
        assertEquals(time.now().minusSeconds(7), strange.getFirst().time());
    }

    private PhaseChanged event(String from, String to) {
        return new PhaseChanged(TestLedger.origins(time).own(), "hive", from, to, false, "");
    }
}
