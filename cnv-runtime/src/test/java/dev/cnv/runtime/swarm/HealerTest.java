package dev.cnv.runtime.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealerTest {

    private static final AgentId HEALER = new AgentId("healer");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final HealingPolicy POLICY =
            new HealingPolicy(0.8, 0.95, 0.3, 3, SECOND, Duration.ofSeconds(10));

    private final VirtualTime time = new VirtualTime(Instant.EPOCH);
    private final List<PhaseMove> moves = new ArrayList<>();
    private final Swarms swarms = Swarms.unrecorded(
            2, time, (_, from, to, _, _, _) -> moves.add(new PhaseMove(from, to)));
    private final Healer healer = new Healer(swarms, POLICY, HEALER);
    private final List<AgentId> agents = new ArrayList<>();

    /** Nine of ten is between the thresholds: not bad enough to stop, not good enough to go on. */
    @Test
    void health_betweenTheThresholds_keepsASwarmWhereItIs() {
        Swarm swarm = operational(10);
        swarm.agentFailed(agents.get(0));
        assertEquals(List.of(), check(swarm, 5));
        swarm.agentFailed(agents.get(1));
        swarm.agentFailed(agents.get(2));
        assertEquals(
                List.of(
                        new PhaseMove(Phase.OPERATIONAL, Phase.DEGRADED),
                        new PhaseMove(Phase.DEGRADED, Phase.RECOVERY)),
                check(swarm, 5));
        swarm.agentRecovered(agents.get(0));
        swarm.agentRecovered(agents.get(1));
        assertEquals(0.9, swarm.mark().healthRatio());
        assertEquals(List.of(), check(swarm, 3));
        swarm.agentRecovered(agents.get(2));
        assertEquals(List.of(new PhaseMove(Phase.RECOVERY, Phase.OPERATIONAL)), check(swarm, 3));
    }

    @Test
    void failures_thatAreTooMany_breakAndAreResetByRecovery() {
        Swarm swarm = operational(1);
        SwarmPhase.Operational phase = (SwarmPhase.Operational) swarm.phase();
        phase.failed();
        phase.failed();
        assertEquals(List.of(), check(swarm, 2));
        phase.failed();
        assertEquals(
                List.of(
                        new PhaseMove(Phase.OPERATIONAL, Phase.DEGRADED),
                        new PhaseMove(Phase.DEGRADED, Phase.RECOVERY),
                        new PhaseMove(Phase.RECOVERY, Phase.OPERATIONAL)),
                check(swarm, 4));
        assertEquals(0, swarm.view().openFailureCount());
        assertEquals(3, swarm.view().errors().get(Phase.OPERATIONAL));
    }

    @Test
    void swarm_thatJustMoved_staysAtLeastSoLong() {
        Swarm swarm = operational(1);
        SwarmPhase.Operational phase = (SwarmPhase.Operational) swarm.phase();
        for (int i = 0; i < 3; i++) {
            phase.failed();
        }
        assertEquals(Optional.empty(), healer.check(swarm));
        time.advance(SECOND);
        assertEquals(
                Optional.of(new Step.Done<>(new PhaseMove(Phase.OPERATIONAL, Phase.DEGRADED))),
                healer.check(swarm));
        assertEquals(Map.of(), healer.checkAll());
    }

    @Test
    void health_underTheLeast_isAnEmergencyAtOnce() {
        Swarm swarm = operational(4);
        agents.subList(0, 3).forEach(swarm::agentFailed);
        assertEquals(
                Map.of("hive", new Step.Done<>(new PhaseMove(Phase.OPERATIONAL, Phase.EMERGENCY))),
                healer.checkAll());
        assertEquals(List.of(), check(swarm, 20));
    }

    @Test
    void recovery_thatLastsTooLong_isAnEmergency() {
        Swarm swarm = operational(2);
        swarm.agentFailed(agents.getFirst());
        assertEquals(
                List.of(
                        new PhaseMove(Phase.OPERATIONAL, Phase.DEGRADED),
                        new PhaseMove(Phase.DEGRADED, Phase.RECOVERY),
                        new PhaseMove(Phase.RECOVERY, Phase.EMERGENCY)),
                check(swarm, 14));
    }

    @Test
    void swarm_thatWasFinalised_isLeftAlone() {
        Swarm swarm = operational(1);
        ((SwarmPhase.Operational) swarm.phase())
                .shutDown(HEALER, "")
                .orThrow()
                .finalise()
                .orThrow();
        assertEquals(Optional.empty(), healer.check(swarm));
        assertEquals(Map.of(), healer.checkAll());
    }

    @Test
    void move_thatTheLedgerRefuses_isReportedAndKeepsTheFailures() {
        TestLedger ledger = new TestLedger();
        Swarms recorded = Swarms.of(2, ledger, TestLedger.origins(time), PhaseListener.none());
        Swarm swarm = recovering(recorded);
        ledger.refuse(true);
        time.advance(SECOND);
        Healer recording = new Healer(recorded, POLICY, HEALER);
        Step.Refused<?> refused =
                assertInstanceOf(Step.Refused.class, recording.checkAll().get("recorded"));
        assertInstanceOf(Refusal.NotRecorded.class, refused.refusal());
        assertEquals(Phase.RECOVERY, swarm.mark().phase());
        assertEquals(3, swarm.view().openFailureCount());
        ledger.refuse(false);
        assertEquals(
                Map.of(
                        "recorded",
                        new Step.Done<>(new PhaseMove(Phase.RECOVERY, Phase.OPERATIONAL))),
                recording.checkAll());
        assertEquals(0, swarm.view().openFailureCount());
    }

    private static Swarm recovering(Swarms swarms) {
        SwarmPhase.Activation activation = swarms.open("recorded")
                .negotiate(HEALER, "")
                .orThrow()
                .activate(HEALER, "")
                .orThrow();
        activation.register(new AgentId("agent"));
        SwarmPhase.Operational operational = activation.operate(HEALER, "").orThrow();
        for (int i = 0; i < 3; i++) {
            operational.failed();
        }
        return operational
                .degrade(HEALER, "")
                .orThrow()
                .recover(HEALER, "")
                .orThrow()
                .swarm();
    }

    @Test
    void recovery_withoutAgents_isNeverOver() {
        Swarm swarm = operational(1);
        SwarmPhase.Operational phase = (SwarmPhase.Operational) swarm.phase();
        phase.degrade(HEALER, "").orThrow().recover(HEALER, "").orThrow();
        swarm.agentLeft(agents.getFirst());
        assertEquals(List.of(new PhaseMove(Phase.RECOVERY, Phase.EMERGENCY)), check(swarm, 20));
    }

    @Test
    void policy_withoutAGap_isMisuse() {
        Duration ten = Duration.ofSeconds(10);
        for (double[] bad : new double[][] {
            {0.8, 0.8, 0.3}, {0.3, 0.9, 0.3}, {0.8, 1.1, 0.3}, {0.8, 0.9, -1}, {Double.NaN, 0.9, 0}
        }) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new HealingPolicy(bad[0], bad[1], bad[2], 3, SECOND, ten));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new HealingPolicy(0.8, 0.9, 0.3, 0, SECOND, ten));
        assertThrows(
                IllegalArgumentException.class,
                () -> new HealingPolicy(0.8, 0.9, 0.3, 1, ten, ten));
    }

    /** The moves that the healer makes when it looks once a second. */
    private List<PhaseMove> check(Swarm swarm, int seconds) {
        moves.clear();
        for (int i = 0; i < seconds; i++) {
            time.advance(SECOND);
            healer.check(swarm);
        }
        return List.copyOf(moves);
    }

    private Swarm operational(int count) {
        SwarmPhase.Activation activation = swarms.open("hive")
                .negotiate(HEALER, "")
                .orThrow()
                .activate(HEALER, "")
                .orThrow();
        for (int i = 0; i < count; i++) {
            agents.add(new AgentId("agent-" + i));
            activation.register(agents.get(i));
        }
        return activation.operate(HEALER, "").orThrow().swarm();
    }
}
