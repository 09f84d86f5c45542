package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.audit.replay.ReplayEngine;
import dev.cnv.audit.replay.ReplayReport;
import dev.cnv.audit.replay.ReplaySlice;
import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.grant.BatchGate;
import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.grant.GrantTable;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.CnvBuilder;
import dev.cnv.runtime.call.Explanation;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.FrameEvent.GrantEnded;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.governance.RuntimeEvent.CapabilityGranted;
import dev.cnv.runtime.governance.RuntimeEvent.PhaseChanged;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.swarm.Healer;
import dev.cnv.runtime.swarm.HealingPolicy;
import dev.cnv.runtime.swarm.Phase;
import dev.cnv.runtime.swarm.PhaseListener;
import dev.cnv.runtime.swarm.PhaseMove;
import dev.cnv.runtime.swarm.PhaseTable;
import dev.cnv.runtime.swarm.Step;
import dev.cnv.runtime.swarm.SwarmPhase;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** Verbs that name phases run in these alone, on every way. */
class PhasesTest {

    private static final AgentId OPERATOR = new AgentId("operator");
    private static final String SWARM = "hive-1";

    private final Hive hive = new Hive();

    private Fixture member() {
        return fixture(builder -> builder.swarms(10, PhaseListener.none()).memberOf(SWARM));
    }

    private Fixture fixture(UnaryOperator<CnvBuilder> change) {
        return new Fixture(builder -> change.apply(builder.verbs(new HiveVerbs(hive))));
    }

    private static SwarmPhase.Operational operational(Cnv cnv) {
        SwarmPhase.Activation activation = cnv.swarms()
                .open(SWARM)
                .negotiate(OPERATOR, "")
                .orThrow()
                .activate(OPERATOR, "")
                .orThrow();
        assertEquals(Optional.empty(), activation.register(OPERATOR));
        return activation.operate(OPERATOR, "").orThrow();
    }

    private static Denial forbidden(Outcome<?> outcome) {
        Denial denial = assertInstanceOf(Outcome.Denied.class, outcome).denial();
        assertEquals(Reason.PHASE_FORBIDS, denial.reason(), denial.message());
        return denial;
    }

    @Test
    void call_inEachPhase_runsExactlyWhereTheVerbSays() {
        try (Fixture f = member()) {
            HiveVerbs.Calls calls = HiveVerbs.with(f.alice());
            SwarmPhase.Bootstrap bootstrap = f.cnv.swarms().open(SWARM);
            assertEquals("BOOTSTRAP", forbidden(calls.gather()).details().get("phase"));
            SwarmPhase.Negotiation negotiation =
                    bootstrap.negotiate(OPERATOR, "").orThrow();
            forbidden(calls.gather());
            SwarmPhase.Activation activation =
                    negotiation.activate(OPERATOR, "").orThrow();
            forbidden(calls.gather());
            SwarmPhase.Operational operational =
                    activation.operate(OPERATOR, "").orThrow();
            assertEquals(1, calls.gather().orThrow());
            forbidden(calls.mend());
            SwarmPhase.Degraded degraded = operational.degrade(OPERATOR, "").orThrow();
            assertEquals(2, calls.gather().orThrow());
            SwarmPhase.Recovery recovery = degraded.recover(OPERATOR, "").orThrow();
            Denial denial = forbidden(calls.gather());
            assertEquals("OPERATIONAL,DEGRADED", denial.details().get("phases"));
            assertEquals(SWARM, denial.details().get("swarm"));
            assertEquals("RECOVERY", denial.details().get("phase"));
            assertEquals(3, calls.mend().orThrow());
            SwarmPhase.Emergency emergency = recovery.alarm(OPERATOR, "").orThrow();
            forbidden(calls.gather());
            forbidden(calls.mend());
            emergency.shutDown(OPERATOR, "").orThrow();
            forbidden(calls.gather());
            assertEquals(3, calls.count().orThrow(), "a verb without phases runs in any");
        }
    }

    @Test
    void call_whereNoSwarmIsKnown_isDenied() {
        try (Fixture f = fixture(builder -> builder)) {
            HiveVerbs.Calls calls = HiveVerbs.with(f.alice());
            assertTrue(forbidden(calls.gather()).message().contains("member of none"));
            assertEquals(0, calls.count().orThrow());
        }
        try (Fixture f = fixture(builder -> builder.swarms(10, PhaseListener.none()))) {
            operational(f.cnv);
            forbidden(HiveVerbs.with(f.alice()).gather());
        }
        try (Fixture f = member()) {
            assertTrue(
                    forbidden(HiveVerbs.with(f.alice()).gather()).message().contains("not open"));
        }
    }

    @Test
    void call_afterTheSwarmWasFinalised_isDenied() {
        try (Fixture f = member()) {
            SwarmPhase.Shutdown over = operational(f.cnv).shutDown(OPERATOR, "").orThrow();
            over.finalise().orThrow();
            forbidden(HiveVerbs.with(f.alice()).gather());
        }
    }

    @Test
    void otherSwarm_moves_changeNothing() {
        try (Fixture f = member()) {
            operational(f.cnv);
            f.cnv.swarms().open("other").alarm(OPERATOR, "").orThrow();
            assertEquals(1, HiveVerbs.with(f.alice()).gather().orThrow());
        }
    }

    @Test
    void denial_isRecordedWithItsStage() {
        try (Fixture f = member()) {
            forbidden(HiveVerbs.with(f.alice()).gather());
            PolicyDecision decision = f.ledger.decisions().getLast();
            assertEquals("phase", decision.stage());
            assertEquals(Optional.of(Reason.PHASE_FORBIDS), decision.reason());
        }
    }

    @Test
    void phase_leftWhileACertificateWaits_isAskedAgain() {
        try (Fixture f = member()) {
            SwarmPhase.Operational operational = operational(f.cnv);
            HiveGatherCertificate.Verified verified = verified(f.alice());
            operational.alarm(OPERATOR, "fire").orThrow();
            forbidden(verified.run());
            assertEquals(0, hive.ran.get());
        }
    }

    private static HiveGatherCertificate.Verified verified(Session session) {
        return HiveGatherCertificate.prepare(session, new HiveGatherCertificate.Input())
                .orThrow()
                .checkPolicy()
                .orThrow()
                .checkCapability()
                .orThrow()
                .verify()
                .orThrow();
    }

    @Test
    void explain_inAnotherPhase_saysSo() {
        try (Fixture f = member()) {
            Explanation explained = f.alice()
                    .explain(
                            new CapabilityId("hive.gather"), JsonNodeFactory.instance.objectNode());
            assertEquals(Reason.PHASE_FORBIDS, explained.denial().orElseThrow().reason());
            assertEquals(Optional.of(Stage.UNCHECKED), explained.reached(), "it decodes");
        }
    }

    @Test
    void nestedCall_afterAMoveByItsOwnHandler_isDenied() {
        try (Fixture f = member()) {
            SwarmPhase.Operational operational = operational(f.cnv);
            List<Outcome<Integer>> inner = new ArrayList<>();
            hive.begun = () -> {
                hive.begun = () -> {};
                operational.alarm(OPERATOR, "by the verb itself").orThrow();
                inner.add(HiveVerbs.with(Cnv.current().session()).gather());
            };
            assertEquals(1, HiveVerbs.with(f.alice()).gather().orThrow(), "what began goes on");
            forbidden(inner.getFirst());
        }
    }

    @Test
    void build_memberWithoutSwarms_isMisuse() {
        assertTrue(assertThrows(
                        IllegalStateException.class,
                        () -> fixture(builder -> builder.memberOf(SWARM)))
                .getMessage()
                .contains(SWARM));
    }

    @Test
    void ledger_saysInWhichPhasesAVerbRuns() {
        try (Fixture f = member()) {
            CapabilityGranted granted = f.ledger.events().stream()
                    .filter(CapabilityGranted.class::isInstance)
                    .map(CapabilityGranted.class::cast)
                    .filter(event -> event.capability().equals("hive.gather"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(List.of("DEGRADED", "OPERATIONAL"), granted.phases());
        }
    }

    @Test
    void grant_ofAVerbWithPhases_endsWithThePhaseWithinOneBatch() {
        assertGrantEnds((_, operational) -> operational.degrade(OPERATOR, "").orThrow());
    }

    @Test
    void grant_whenAHealerMovesTheSwarm_endsWithThePhaseWithinOneBatch() {
        assertGrantEnds((cnv, operational) -> {
            operational.failed();
            healer(cnv).checkAll();
        });
    }

    /** One failure is too many, and nothing waits. */
    private static Healer healer(Cnv cnv) {
        HealingPolicy policy =
                new HealingPolicy(0.8, 0.95, 0.3, 1, Duration.ZERO, Duration.ofHours(1));
        return new Healer(cnv.swarms(), policy, OPERATOR);
    }

    private void assertGrantEnds(BiConsumer<Cnv, SwarmPhase.Operational> degrade) {
        try (Fixture f = member();
                Arena arena = Arena.ofConfined()) {
            SwarmPhase.Operational operational = operational(f.cnv);
            GrantTable table =
                    GrantTable.create(f.cnv, 8, List.of(new CapabilityId("hive.buzz")), 0);
            HiveBuzzCertificate.Verified proof = HiveBuzzCertificate.prepare(
                            f.alice(), new HiveBuzzCertificate.Input())
                    .orThrow()
                    .checkPolicy()
                    .orThrow()
                    .checkCapability()
                    .orThrow()
                    .verify()
                    .orThrow();
            long handle = table.lift(proof, Duration.ofHours(1), OptionalLong.empty())
                    .orThrow()
                    .value();
            BatchGate gate = new BatchGate(table);
            MemorySegment frame = arena.allocate(64, 64);
            FrameDescriptor.writeHead(frame, 0, handle, 0, (short) 0, 1, 0);
            gate.check(frame, new long[] {0}, 1);
            assertEquals(FrameStatus.DONE, gate.status(0));
            degrade.accept(f.cnv, operational);
            gate.check(frame, new long[] {0}, 1);
            assertEquals(FrameStatus.HANDLE_STALE, gate.status(0));
            GrantEnded ended = f.ledger.events().stream()
                    .filter(GrantEnded.class::isInstance)
                    .map(GrantEnded.class::cast)
                    .findFirst()
                    .orElseThrow();
            assertEquals(Optional.of(Reason.PHASE_FORBIDS), ended.reason());
        }
    }

    /** In the ledger's order each permitted gather stands where the swarm was in a phase for it. */
    @Test
    void calls_besideMoves_areOrderedWithThemInTheLedger() throws Exception {
        assertCallsAreOrdered((_, start) -> {
            SwarmPhase.Operational at = start;
            for (int n = 0; n < 60; n++) {
                at = at.degrade(OPERATOR, "")
                        .orThrow()
                        .recover(OPERATOR, "")
                        .orThrow()
                        .operate(OPERATOR, "")
                        .orThrow();
            }
        });
    }

    @Test
    void calls_besideAHealer_areOrderedWithItsMovesInTheLedger() throws Exception {
        assertCallsAreOrdered((cnv, start) -> {
            Healer healer = healer(cnv);
            for (int n = 0; n < 60; n++) {
                ((SwarmPhase.Operational) start.swarm().phase()).failed();
                for (Phase to : List.of(Phase.DEGRADED, Phase.RECOVERY, Phase.OPERATIONAL)) {
                    healer.checkAll();
                    assertEquals(to, start.swarm().phase().phase());
                }
            }
        });
    }

    private void assertCallsAreOrdered(BiConsumer<Cnv, SwarmPhase.Operational> moves)
            throws Exception {
        try (Fixture f = member()) {
            SwarmPhase.Operational at = operational(f.cnv);
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 4; i++) {
                    HiveVerbs.Calls calls = HiveVerbs.with(f.alice());
                    callers.submit(() -> {
                        for (int n = 0; n < 200; n++) {
                            calls.gather();
                        }
                    });
                }
                moves.accept(f.cnv, at);
            }
            assertOrdered(f.ledger.events());
        }
    }

    private void assertOrdered(List<LedgerEvent> events) {
        Phase phase = Phase.BOOTSTRAP;
        int permitted = 0;
        for (LedgerEvent event : events) {
            switch (event) {
                case PhaseChanged moved -> {
                    assertEquals(phase.name(), moved.from());
                    phase = Phase.valueOf(moved.to());
                }
                case PolicyDecision decision -> {
                    boolean runs = phase == Phase.OPERATIONAL || phase == Phase.DEGRADED;
                    if (decision.permitted()) {
                        permitted++;
                        assertTrue(runs, () -> "permitted at " + decision.stage());
                    }
                }
                default -> {}
            }
        }
        assertEquals(hive.ran.get(), permitted);
    }

    @Test
    void walk_overTheTable_runsExactlyWhereTheModelSays() {
        try (Fixture f = member()) {
            HiveVerbs.Calls calls = HiveVerbs.with(f.alice());
            SplittableRandom random = new SplittableRandom(7);
            SwarmPhase at = f.cnv.swarms().open(SWARM);
            int runs = 0;
            for (int i = 0; i < 1_000; i++) {
                List<PhaseMove> moves = PhaseTable.movesFrom(at.phase()).stream()
                        .filter(move -> move.to() != Phase.SHUTDOWN)
                        .toList();
                at = moved(at, moves.get(random.nextInt(moves.size())).to());
                boolean runsNow = at.phase() == Phase.OPERATIONAL || at.phase() == Phase.DEGRADED;
                Outcome<Integer> outcome = calls.gather();
                assertEquals(
                        runsNow,
                        outcome instanceof Outcome.Completed,
                        at.phase().name());
                runs += runsNow ? 1 : 0;
            }
            assertEquals(runs, hive.ran.get());
            assertTrue(runs > 100, () -> "ran=" + hive.ran.get());
        }
    }

    private static SwarmPhase moved(SwarmPhase at, Phase to) {
        return switch (at) {
            case SwarmPhase.Bootstrap now ->
                to == Phase.EMERGENCY
                        ? alarm(now.alarm(OPERATOR, ""))
                        : now.negotiate(OPERATOR, "").orThrow();
            case SwarmPhase.Negotiation now ->
                to == Phase.EMERGENCY
                        ? alarm(now.alarm(OPERATOR, ""))
                        : now.activate(OPERATOR, "").orThrow();
            case SwarmPhase.Activation now ->
                to == Phase.EMERGENCY
                        ? alarm(now.alarm(OPERATOR, ""))
                        : now.operate(OPERATOR, "").orThrow();
            case SwarmPhase.Operational now ->
                to == Phase.EMERGENCY
                        ? alarm(now.alarm(OPERATOR, ""))
                        : now.degrade(OPERATOR, "").orThrow();
            case SwarmPhase.Degraded now ->
                to == Phase.EMERGENCY
                        ? alarm(now.alarm(OPERATOR, ""))
                        : now.recover(OPERATOR, "").orThrow();
            case SwarmPhase.Recovery now ->
                to == Phase.EMERGENCY
                        ? alarm(now.alarm(OPERATOR, ""))
                        : now.operate(OPERATOR, "").orThrow();
            case SwarmPhase.Emergency now -> now.recover(OPERATOR, "").orThrow();
            case SwarmPhase.Shutdown _ -> throw new AssertionError("nothing follows");
        };
    }

    private static SwarmPhase alarm(Step<SwarmPhase.Emergency> step) {
        return step.orThrow();
    }

    @Test
    void replay_ofALedgerWithPhaseDenials_findsNoDifference(@TempDir Path folder) {
        try (Fixture f = fixture(builder -> builder.swarms(10, PhaseListener.none())
                .memberOf(SWARM)
                .ledger(FileLedger.open(
                        folder, new dev.cnv.runtime.time.VirtualTime(Fixture.NOON))))) {
            forbidden(HiveVerbs.with(f.alice()).gather());
            SwarmPhase.Operational operational = operational(f.cnv);
            HiveVerbs.with(f.alice()).gather().orThrow();
            HiveGatherCertificate.Verified verified = verified(f.alice());
            operational.alarm(OPERATOR, "").orThrow();
            forbidden(verified.run());
        }
        ReplayReport report = new ReplayReport();
        try (ExecutorService workers = Executors.newFixedThreadPool(1)) {
            new ReplayEngine(workers).replay(folder, ReplaySlice.ALL, _ -> {}, report::add);
        }
        assertEquals(List.of(), report.differences());
        assertEquals(0, report.undetermined(), report.undeterminedWhy().toString());
        assertEquals(2, report.same(), "the one that was denied behind its policy too");
    }
}
