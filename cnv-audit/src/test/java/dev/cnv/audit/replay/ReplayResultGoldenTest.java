package dev.cnv.audit.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.governance.TreeHead;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The one form of a result, which is signed. */
class ReplayResultGoldenTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void bytes_everyMember_areThese() {
        PolicyDecision decision = ContractReplayTest.decision(NOON, false);
        ReplayReport report = new ReplayReport();
        report.add(new ReplayedDecision.Same(3, true));
        report.add(new ReplayedDecision.Different(
                4,
                decision,
                new Explanation("permit", Optional.empty(), Optional.of("all"), List.of("all")),
                new Explanation(
                        "refuse", Optional.of("policy-forbidden"), Optional.of("no"), List.of())));
        report.add(new ReplayedDecision.ChainBroken(
                5, decision, Denial.of(Reason.CREDENTIAL_REVOKED, "revoked")));
        report.add(new ReplayedDecision.Undetermined(6, "erased"));
        report.add(new ReplayedDecision.Skipped(7, "resolve"));
        WhatIf whatIf = new WhatIf(List.of(
                new Alteration.TokenRevoked(Digest.of("t"), NOON),
                new Alteration.CapabilityRemoved(new CapabilityPattern("file.*")),
                new Alteration.LowerRate(new CapabilityId("file.read"), 2),
                new Alteration.LowerConcurrency(new CapabilityId("file.read"), 3)));
        ReplaySlice slice = new ReplaySlice(2, 9, Optional.of(NOON), Optional.empty());
        byte[] bytes =
                ReplayResult.bytes(slice, 2, new TreeHead(9, Digest.of("root")), whatIf, report);
        assertEquals(
                """
                {"alterations":[{"since":"2026-01-02T12:00:00Z","token":"%s"},{"removed":"file.*"},\
                {"perSecond":2,"verb":"file.read"},{"permits":3,"verb":"file.read"}],\
                "brokenChains":[{"index":5,"message":"revoked","reason":"credential-revoked"}],\
                "chainBroken":1,"differences":[{"after":{"matched":"no",\
                "reason":"policy-forbidden","verdict":"refuse"},"before":{"considered":["all"],\
                "matched":"all","verdict":"permit"},"index":4}],"different":1,"format":"cnv-replay/1","from":2,\
                "groups":{"agent":{"alice":1},"capability":{"file.read":1},"tenant":{"t":1}},\
                "permittedAfter":1,"permittedBefore":2,"root":"%s","rules":[{"first":4,"rule":"no"}],\
                "same":1,"since":"2026-01-02T12:00:00Z","skipped":1,"to":9,"undetermined":1,\
                "undeterminedWhy":{"erased":1}}""".formatted(Digest.of("t"), Digest.of("root")),
                new String(bytes, StandardCharsets.UTF_8));
    }
}
