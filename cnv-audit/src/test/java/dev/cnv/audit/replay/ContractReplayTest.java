package dev.cnv.audit.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.governance.DecisionFacts;
import dev.cnv.runtime.governance.EventOrigin;
import dev.cnv.runtime.governance.OperatingMode;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.governance.Spending;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class ContractReplayTest {

    private static final Instant BEGIN = Instant.parse("2026-01-02T12:00:00Z");
    private static final CapabilityId VERB = new CapabilityId("file.read");
    private static final Explanation PERMIT =
            new Explanation("permit", Optional.empty(), Optional.empty(), List.of());

    private long index;

    private Step call(long millis, boolean mustSucceed) {
        PolicyDecision decision = decision(BEGIN.plusMillis(millis), mustSucceed);
        return new Step.Admitted(new ReplayedDecision.Same(index++, true), decision, PERMIT);
    }

    static PolicyDecision decision(Instant time, boolean mustSucceed) {
        AgentId alice = new AgentId("alice");
        DecisionFacts request = new DecisionFacts(
                "",
                Map.of(),
                new QualityOfService(Priority.NORMAL, 50, mustSucceed),
                time,
                List.of(),
                List.of(),
                new DelegationFacts(alice, true, alice, 1, Optional.empty()),
                time,
                0,
                0,
                OperatingMode.NORMAL,
                Optional.empty());
        return new PolicyDecision(
                new EventOrigin(
                        new UUID(1, 1), time, "alice", "t", "c", Optional.empty(), Map.of()),
                new UUID(1, 2),
                Optional.empty(),
                VERB.path(),
                "1.0.0",
                "person",
                "DIRECT",
                "alice",
                Optional.empty(),
                List.of(),
                Optional.empty(),
                JsonNodeFactory.instance.objectNode(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                true,
                Optional.empty(),
                "decided",
                "",
                Optional.empty(),
                false,
                List.of(),
                Optional.of(Digest.of("facts")),
                Optional.of(request),
                Spending.NONE,
                Optional.empty());
    }

    private static ContractReplay of(Alteration alteration) {
        return new ContractReplay(new WhatIf(List.of(alteration)));
    }

    private static String after(ContractReplay contracts, Step step) {
        return contracts.after(step).orElseThrow().getClass().getSimpleName();
    }

    @Test
    void rate_callThatMustSucceed_isUndeterminedUntilASecondWithoutCalls() {
        ContractReplay contracts = of(new Alteration.LowerRate(VERB, 1));
        assertEquals("Same", after(contracts, call(0, false)));
        assertEquals("Different", after(contracts, call(500, false)));
        assertEquals("Undetermined", after(contracts, call(600, true)));
        assertEquals("Undetermined", after(contracts, call(2_500, false)));
        assertEquals("Undetermined", after(contracts, call(3_499, false)));
        assertEquals("Same", after(contracts, call(4_499, false)));
        assertEquals("Different", after(contracts, call(5_498, false)));
        assertEquals("Same", after(contracts, call(5_499, false)));
    }

    @Test
    void rate_recordsOutOfOrder_areTakenInTheLedgersOrder() {
        ContractReplay contracts = of(new Alteration.LowerRate(VERB, 1));
        assertEquals("Same", after(contracts, call(1_000, false)));
        assertEquals("Different", after(contracts, call(10, false)));
        assertEquals("Same", after(contracts, call(2_000, false)));
    }

    @Test
    void concurrency_whileAnotherRuns_isUndetermined() {
        ContractReplay contracts = of(new Alteration.LowerConcurrency(VERB, 1));
        assertEquals("Same", after(contracts, call(0, false)));
        assertEquals("Undetermined", after(contracts, call(1, false)));
        assertEquals(Optional.empty(), contracts.after(new Step.Ended(0)));
        assertEquals("Undetermined", after(contracts, call(2, false)));
        contracts.after(new Step.Ended(1));
        contracts.after(new Step.Ended(2));
        contracts.after(new Step.Ended(-1));
        ReplayedDecision last = contracts.after(call(3, false)).orElseThrow();
        assertInstanceOf(ReplayedDecision.Same.class, last);
    }
}
