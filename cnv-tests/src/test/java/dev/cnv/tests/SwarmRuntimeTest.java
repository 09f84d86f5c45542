package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.governance.RuntimeEvent.PhaseChanged;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.swarm.Phase;
import dev.cnv.runtime.swarm.Refusal;
import dev.cnv.runtime.swarm.Step;
import dev.cnv.runtime.swarm.SwarmObserver;
import dev.cnv.runtime.swarm.SwarmPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Swarms of a runtime: in its ledger, and still there when the next one is built over it. */
class SwarmRuntimeTest {

    private static final AgentId OPERATOR = new AgentId("operator");

    @Test
    void swarms_ofARuntime_areInItsLedgerAndSurviveIt() {
        SwarmObserver observer = new SwarmObserver();
        try (Fixture fixture = new Fixture(builder -> builder.swarms(10, observer))) {
            SwarmPhase.Activation activation = fixture.cnv
                    .swarms()
                    .open("hive")
                    .negotiate(OPERATOR, "")
                    .orThrow()
                    .activate(OPERATOR, "")
                    .orThrow();
            assertEquals(2, observer.eventCount());
            fixture.ledger.failOn(PhaseChanged.class::isInstance);
            Step<SwarmPhase.Operational> refused = activation.operate(OPERATOR, "");
            assertInstanceOf(
                    Refusal.NotRecorded.class,
                    assertInstanceOf(Step.Refused.class, refused).refusal());
            fixture.ledger.failOn(_ -> false);

            try (Cnv next = Cnv.builder()
                    .verbs(List.of())
                    .ledger(fixture.ledger)
                    .time(fixture.time)
                    .policy(Fixture.ALLOW_ALL)
                    .swarms(10, observer)
                    .build()) {
                assertEquals(
                        Phase.ACTIVATION,
                        next.swarms().find("hive").orElseThrow().mark().phase());
            }
        }
    }

    @Test
    void swarms_thatNobodyAskedFor_areMisuse() {
        try (Fixture fixture = new Fixture()) {
            assertTrue(assertThrows(IllegalStateException.class, fixture.cnv::swarms)
                    .getMessage()
                    .contains("CnvBuilder"));
        }
    }

    /** Each line is legal where {@code at} is of the first phase, and refused where it is of the second. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Bootstrap | Negotiation | at.negotiate(by, \"\");",
                "Activation | Operational | at.register(by);",
                "Operational | Bootstrap | at.shutDown(by, \"\");",
                "Operational | Recovery | at.failed();",
                "Degraded | Operational | at.recover(by, \"\");",
                "Recovery | Emergency | at.operate(by, \"\");",
                "Recovery | Degraded | at.resetFailures();",
                "Recovery | Activation | at.rejoin(by);",
                "Activation | Emergency | at.alarm(by, \"\");",
                "Emergency | Shutdown | at.erred();",
                "Shutdown | Emergency | at.finalise();",
            })
    void step_ofAnotherPhase_isRefusedByTheCompiler(
            String legal, String illegal, String step, @TempDir Path folder) throws IOException {
        Workshop.Said honest = compile(folder.resolve("honest"), legal, step);
        assertEquals(0, honest.status(), honest.text());
        Workshop.Said said = compile(folder.resolve("illegal"), illegal, step);
        assertEquals(1, said.status(), illegal + " has " + step);
        assertTrue(said.text().contains("cannot find symbol"), said.text());
    }

    private static Workshop.Said compile(Path folder, String phase, String step)
            throws IOException {
        Path sources = Files.createDirectories(folder.resolve("src"));
        Files.writeString(sources.resolve("Mover.java"), """
                package app;
                import dev.cnv.runtime.identity.AgentId;
                import dev.cnv.runtime.swarm.SwarmPhase;
                final class Mover {
                    static void move(SwarmPhase.%s at, AgentId by) {
                        %s
                    }
                }
                """.formatted(phase, step));
        return Workshop.compileLoosely(sources, folder.resolve("classes"), "--class-path");
    }
}
