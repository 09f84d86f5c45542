package dev.cnv.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.LedgerState;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.PolicyVerdict;
import dev.cnv.runtime.time.VirtualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build that is refused leaves nothing open, and can be tried again. */
class RefusedBuildTest {

    private static final PolicySet RULES = PolicySet.of(PolicyRule.allow("all").always());
    private static final PolicySet STRICTER =
            PolicySet.of(PolicyRule.deny("none", "no", "ask").always());

    @TempDir
    private Path folder;

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T12:00:00Z"));

    private CnvBuilder builder() {
        CnvBuilder builder = Cnv.builder().verbs(List.of()).policy(RULES).time(time);
        builder.ledgerDirectory = folder.resolve("ledger");
        return builder;
    }

    /** Whatever the build did before it was refused. */
    @AfterEach
    void build_afterItWasRefused_works() {
        try (Cnv cnv = builder().build()) {
            assertNotNull(cnv);
        }
    }

    @Test
    void build_floorNotEnforced_isRefusedBeforeTheLedgerIsOpened() {
        CnvBuilder refused = builder().policyFloor(STRICTER);
        assertThrows(IllegalArgumentException.class, refused::build);
        assertFalse(Files.exists(folder.resolve("ledger")));
    }

    @Test
    void build_swarmsDoNotFit_closesTheLedger() {
        CnvBuilder refused = builder().swarms(0, (_, _, _, _, _, _) -> {});
        assertThrows(IllegalArgumentException.class, refused::build);
    }

    @Test
    void build_policyEngineThrows_closesTheLedger() {
        CnvBuilder refused = builder().policy(new PolicyEngine() {
            @Override
            public String name() {
                return "throwing";
            }

            @Override
            public Digest policy() {
                throw new UnsupportedOperationException("no hash");
            }

            @Override
            public PolicyVerdict evaluate(PolicyRequest request) {
                throw new UnsupportedOperationException("no verdict");
            }
        });
        assertThrows(UnsupportedOperationException.class, refused::build);
    }

    @Test
    void build_refusedWithALedgerOfTheCaller_leavesItOpen() {
        try (FileLedger own = FileLedger.open(folder.resolve("own"), time)) {
            CnvBuilder refused = builder().ledger(own).swarms(0, (_, _, _, _, _, _) -> {});
            assertThrows(IllegalArgumentException.class, refused::build);
            assertFalse(own.state() instanceof LedgerState.Closed);
        }
    }
}
