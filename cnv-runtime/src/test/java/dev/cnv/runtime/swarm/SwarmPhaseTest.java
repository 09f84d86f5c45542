package dev.cnv.runtime.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.time.VirtualTime;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SwarmPhaseTest {

    private static final AgentId OPERATOR = new AgentId("operator");
    private static final AgentId ANT = new AgentId("ant");
    private static final AgentId BEE = new AgentId("bee");

    private final VirtualTime time = new VirtualTime(Instant.EPOCH);
    private final Swarms swarms = Swarms.unrecorded(8, time, PhaseListener.none());

    /** What the types offer is the table: no move more, no move less. */
    @Test
    void types_offerExactlyTheMovesOfTheTable() {
        Set<PhaseMove> offered = new HashSet<>();
        phaseTypes(SwarmPhase.class)
                .forEach(type -> methods(type)
                        .forEach(method -> target(method)
                                .ifPresent(to -> offered.add(new PhaseMove(phase(type), to)))));
        assertEquals(Phase.COUNT, phaseTypes(SwarmPhase.class).count());
        assertEquals(Set.copyOf(PhaseTable.moves()), offered);
    }

    @Test
    void types_offerOtherStepsOnlyInTheirPhase() {
        assertEquals(
                Map.of(
                        "register", Set.of("Activation"),
                        "succeeded", Set.of("Operational"),
                        "failed", Set.of("Operational"),
                        "resetFailures", Set.of("Recovery"),
                        "finalise", Set.of("Shutdown"),
                        "rejoin", Set.of("Operational", "Degraded", "Recovery", "Emergency"),
                        "erred",
                                Set.of(
                                        "Bootstrap",
                                        "Negotiation",
                                        "Activation",
                                        "Operational",
                                        "Degraded",
                                        "Recovery",
                                        "Emergency")),
                otherSteps());
    }

    private static Map<String, Set<String>> otherSteps() {
        Map<String, Set<String>> steps = new HashMap<>();
        phaseTypes(SwarmPhase.class)
                .forEach(type -> methods(type)
                        .filter(method -> target(method).isEmpty()
                                && !Set.of("phase", "swarm").contains(method.getName()))
                        .forEach(method -> steps.computeIfAbsent(
                                        method.getName(), _ -> new TreeSet<>())
                                .add(type.getSimpleName())));
        return steps;
    }

    /** The final types: what a phase offers is what they have, wherever it is written. */
    private static Stream<Class<?>> phaseTypes(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(SwarmPhaseTest::phaseTypes)
                : Stream.of(type);
    }

    private static Stream<Method> methods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method ->
                        method.getDeclaringClass() != Object.class && !method.isSynthetic());
    }

    private static Optional<Phase> target(Method method) {
        return method.getGenericReturnType() instanceof ParameterizedType type
                        && type.getRawType() == Step.class
                        && type.getActualTypeArguments()[0] instanceof Class<?> next
                        && SwarmPhase.class.isAssignableFrom(next)
                ? Optional.of(phase(next))
                : Optional.empty();
    }

    private static Phase phase(Class<?> type) {
        return Phase.valueOf(type.getSimpleName().toUpperCase(Locale.ROOT));
    }

    @Test
    void life_fromBootstrapToShutdown_givesItsReport() {
        SwarmPhase.Activation activation = activation("hive");
        assertEquals(Optional.empty(), activation.register(ANT));
        assertEquals(Optional.empty(), activation.register(BEE));
        SwarmPhase.Operational operational = activation.operate(OPERATOR, "").orThrow();
        assertEquals(Optional.empty(), operational.succeeded());
        assertEquals(Optional.empty(), operational.failed());
        time.advance(Duration.ofSeconds(5));
        SwarmPhase.Degraded degraded = operational.degrade(OPERATOR, "").orThrow();
        assertEquals(Optional.empty(), degraded.erred());
        SwarmPhase.Recovery recovery = degraded.recover(OPERATOR, "").orThrow();
        assertEquals(1, recovery.swarm().view().openFailureCount());
        assertEquals(Optional.empty(), recovery.resetFailures());
        time.advance(Duration.ofSeconds(2));
        SwarmPhase.Operational again = recovery.operate(OPERATOR, "").orThrow();
        SwarmReport report = again.shutDown(OPERATOR, "").orThrow().finalise().orThrow();

        assertEquals("hive", report.name());
        assertEquals(false, report.forced());
        assertEquals(
                Map.of(ANT, AgentStanding.HEALTHY, BEE, AgentStanding.HEALTHY), report.agents());
        assertEquals(Duration.ofSeconds(7), report.last().uptime());
        assertEquals(Duration.ofSeconds(5), report.last().durations().get(Phase.OPERATIONAL));
        assertEquals(Duration.ofSeconds(2), report.last().durations().get(Phase.RECOVERY));
        assertEquals(1, report.last().successCount());
        assertEquals(0, report.last().openFailureCount());
        assertEquals(1, report.last().errors().get(Phase.OPERATIONAL));
        assertEquals(1, report.last().errors().get(Phase.DEGRADED));
        assertEquals(2, report.last().errorCount());
        assertEquals(
                List.of(
                        Phase.BOOTSTRAP,
                        Phase.NEGOTIATION,
                        Phase.ACTIVATION,
                        Phase.OPERATIONAL,
                        Phase.DEGRADED,
                        Phase.RECOVERY,
                        Phase.OPERATIONAL,
                        Phase.SHUTDOWN),
                report.last().history());
        assertEquals(Optional.empty(), swarms.find("hive"));
    }

    @Test
    void phaseObject_leftBehind_refusesEveryStepAndNothingChanges() {
        SwarmPhase.Activation activation = activation("hive");
        activation.register(ANT);
        SwarmPhase.Operational operational = activation.operate(OPERATOR, "").orThrow();
        operational.degrade(OPERATOR, "").orThrow();
        SwarmView before = operational.swarm().view();
        Refusal.StalePhase stale = new Refusal.StalePhase(Phase.OPERATIONAL, Phase.DEGRADED, 1);

        assertEquals(new Step.Refused<>(stale), operational.degrade(OPERATOR, ""));
        assertEquals(new Step.Refused<>(stale), operational.shutDown(OPERATOR, ""));
        assertEquals(new Step.Refused<>(stale), operational.alarm(OPERATOR, ""));
        assertEquals(Optional.of(stale), operational.succeeded());
        assertEquals(Optional.of(stale), operational.failed());
        assertEquals(Optional.of(stale), operational.erred());
        assertEquals(
                Optional.of(new Refusal.StalePhase(Phase.ACTIVATION, Phase.DEGRADED, 2)),
                activation.register(BEE));
        assertTrue(stale.message().contains("OPERATIONAL") && stale.message().contains("DEGRADED"));
        assertThrows(
                IllegalStateException.class,
                () -> operational.degrade(OPERATOR, "").orThrow());
        assertEquals(before, operational.swarm().view());
        assertEquals(Set.of(ANT), operational.swarm().agents().keySet());
    }

    /** The same phase again is not the same visit. */
    @Test
    void phaseObject_ofAnEarlierVisit_isRefused() {
        SwarmPhase.Operational first = activation("hive").operate(OPERATOR, "").orThrow();
        SwarmPhase.Recovery recovery =
                first.degrade(OPERATOR, "").orThrow().recover(OPERATOR, "").orThrow();
        recovery.operate(OPERATOR, "").orThrow();
        assertEquals(
                Optional.of(new Refusal.StalePhase(Phase.OPERATIONAL, Phase.OPERATIONAL, 3)),
                first.succeeded());
        assertInstanceOf(Refusal.StalePhase.class, recovery.resetFailures().orElseThrow());
    }

    @Test
    void recovery_thatIsOver_resetsTheFailures() {
        SwarmPhase.Operational operational =
                activation("hive").operate(OPERATOR, "").orThrow();
        operational.failed();
        SwarmPhase.Recovery recovery = operational
                .degrade(OPERATOR, "")
                .orThrow()
                .recover(OPERATOR, "")
                .orThrow();
        assertEquals(1, recovery.swarm().view().openFailureCount());
        recovery.operate(OPERATOR, "").orThrow();
        assertEquals(0, recovery.swarm().view().openFailureCount());
    }

    /** Who was in may come back to work; a stranger waits for the next activation. */
    @Test
    void agent_thatLeft_mayRejoinUntilTheEnd() {
        SwarmPhase.Activation activation = activation("hive");
        activation.register(ANT);
        Swarm swarm = activation.swarm();
        SwarmPhase.Operational operational = activation.operate(OPERATOR, "").orThrow();
        assertTrue(swarm.agentsKnown());
        assertInstanceOf(Refusal.AgentRefused.class, operational.rejoin(BEE).orElseThrow());
        assertInstanceOf(Refusal.AgentRefused.class, operational.rejoin(ANT).orElseThrow());
        assertEquals(Optional.empty(), swarm.agentLeft(ANT));
        assertEquals(0, swarm.mark().agentCount());
        assertEquals(Optional.empty(), operational.rejoin(ANT));
        assertEquals(1, swarm.mark().agentCount());
        assertEquals(Optional.empty(), swarm.agentLeft(ANT));
        SwarmPhase.Emergency emergency = operational.alarm(OPERATOR, "").orThrow();
        assertInstanceOf(Refusal.StalePhase.class, operational.rejoin(ANT).orElseThrow());
        assertEquals(Optional.empty(), emergency.rejoin(ANT));
        assertEquals(Map.of(ANT, AgentStanding.HEALTHY), swarm.agents());
    }

    @Test
    void finalise_twice_isRefusedTheSecondTime() {
        SwarmPhase.Shutdown shutdown = activation("hive")
                .alarm(OPERATOR, "")
                .orThrow()
                .shutDown(OPERATOR, "")
                .orThrow();
        assertTrue(shutdown.finalise().orThrow().forced());
        assertEquals(new Step.Refused<>(new Refusal.Gone()), shutdown.finalise());
        assertThrows(IllegalStateException.class, () -> shutdown.swarm().mark());
        assertThrows(IllegalStateException.class, () -> shutdown.swarm().view());
    }

    /** A name and a row that are used again do not bring old objects to life. */
    @Test
    void phaseObject_ofASwarmThatEnded_refusesThoughNameAndRowAreUsedAgain() {
        SwarmPhase.Bootstrap old = swarms.open("hive");
        old.alarm(OPERATOR, "")
                .orThrow()
                .shutDown(OPERATOR, "")
                .orThrow()
                .finalise()
                .orThrow();
        SwarmPhase.Bootstrap fresh = swarms.open("hive");
        assertEquals(old.swarm().row(), fresh.swarm().row());
        assertInstanceOf(
                Refusal.StalePhase.class,
                assertInstanceOf(Step.Refused.class, old.negotiate(OPERATOR, ""))
                        .refusal());
        assertThrows(IllegalStateException.class, () -> old.swarm().phase());
        assertThrows(IllegalStateException.class, () -> old.swarm().view());
        assertEquals(Phase.BOOTSTRAP, fresh.swarm().mark().phase());
        assertEquals(List.of(Phase.BOOTSTRAP), fresh.swarm().view().history());
    }

    @Test
    void agents_failRecoverAndLeave_eachOnItsOwn() {
        SwarmPhase.Activation activation = activation("hive");
        activation.register(ANT);
        activation.register(BEE);
        Swarm swarm = activation.swarm();
        assertTrue(activation.register(ANT).orElseThrow().message().contains("registered already"));
        assertEquals(Optional.empty(), swarm.agentFailed(ANT));
        assertTrue(swarm.agentFailed(ANT).orElseThrow().message().contains("failed already"));
        assertEquals(0.5, swarm.mark().healthRatio());
        assertEquals(Optional.empty(), swarm.agentRecovered(ANT));
        assertTrue(swarm.agentRecovered(ANT).orElseThrow().message().contains("has not failed"));
        assertEquals(1, swarm.mark().healthRatio());
        assertEquals(Optional.empty(), swarm.agentFailed(BEE));
        assertEquals(Optional.empty(), swarm.agentLeft(BEE));
        assertTrue(swarm.agentLeft(BEE).orElseThrow().message().contains("not registered"));
        assertEquals(Optional.empty(), swarm.agentLeft(ANT));
        assertEquals(new SwarmMark(Phase.ACTIVATION, swarm.mark().epoch(), 0, 0), swarm.mark());
        assertEquals(1, swarm.mark().healthRatio());
    }

    @Test
    void agents_inShutdown_changeNoMore() {
        SwarmPhase.Activation activation = activation("hive");
        activation.register(ANT);
        Swarm swarm = activation.swarm();
        SwarmPhase.Shutdown shutdown =
                activation.alarm(OPERATOR, "").orThrow().shutDown(OPERATOR, "").orThrow();
        assertTrue(swarm.agentFailed(ANT).isPresent());
        assertTrue(swarm.agentLeft(ANT).isPresent());
        assertEquals(Map.of(ANT, AgentStanding.HEALTHY), swarm.agents());
        shutdown.finalise().orThrow();
        assertEquals(Optional.of(new Refusal.Gone()), swarm.agentFailed(ANT));
    }

    @Test
    void open_wrongOrTakenName_isMisuse() {
        swarms.open("hive");
        assertThrows(IllegalStateException.class, () -> swarms.open("hive"));
        assertThrows(IllegalArgumentException.class, () -> swarms.open(""));
        assertThrows(IllegalArgumentException.class, () -> swarms.open("a b"));
        assertThrows(IllegalArgumentException.class, () -> swarms.open("x".repeat(129)));
    }

    @Test
    void phase_isOfThePresentType() {
        Swarm swarm = activation("hive").swarm();
        assertInstanceOf(SwarmPhase.Activation.class, swarm.phase());
        assertEquals(Phase.ACTIVATION, swarm.phase().phase());
    }

    private SwarmPhase.Activation activation(String name) {
        return swarms.open(name)
                .negotiate(OPERATOR, "")
                .orThrow()
                .activate(OPERATOR, "")
                .orThrow();
    }
}
