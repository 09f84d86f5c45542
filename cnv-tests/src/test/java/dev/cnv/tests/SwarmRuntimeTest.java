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
import java.util.List;
import org.junit.jupiter.api.Test;

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
}
