package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Revocation;
import dev.cnv.runtime.delegation.RevocationList;
import dev.cnv.runtime.delegation.RevocationReason;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.registry.DelegationFollower;
import dev.cnv.runtime.registry.RegistryResult;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A revocation reaches open sessions, all descendants, later processes and other runtimes. */
class RevocationTest {

    private final Lineage lineage = new Lineage();
    private final Chain alice = lineage.aliceChain(UnaryOperator.identity());
    private final Chain bot = lineage.botChain(alice, "bot", UnaryOperator.identity());

    @TempDir
    private Path directory;

    private static Outcome<?> balance(Session session) {
        return BankVerbs.with(session).balance("alice");
    }

    private static void revoked(Outcome<?> outcome) {
        assertEquals(Reason.CREDENTIAL_REVOKED, Fixture.reason(outcome));
    }

    private RevocationList byAlice(Digest token) {
        return RevocationList.first(
                lineage.alice,
                Fixture.NOON,
                List.of(Revocation.of(token, Fixture.NOON, RevocationReason.MISUSED)));
    }

    private static void changed(RegistryResult result) {
        assertInstanceOf(RegistryResult.Changed.class, result);
    }

    @Test
    void signedList_reachesOpenSessionsAndLaterProcessesAndNobodyElse() {
        try (Cnv cnv = lineage.open()) {
            Session of = cnv.open(lineage.held(bot));
            Session above = cnv.open(lineage.held(alice));
            assertInstanceOf(Outcome.Completed.class, balance(of));
            changed(cnv.delegations().register(bot));
            changed(cnv.delegations().revoke(byAlice(bot.tokenDigests().getLast())));
            revoked(balance(of));
            revoked(balance(cnv.open(lineage.held(bot))));
            assertInstanceOf(Outcome.Completed.class, balance(above));
        }
        try (Cnv cnv = lineage.open()) {
            revoked(balance(cnv.open(lineage.held(bot))));
            assertInstanceOf(Outcome.Completed.class, balance(cnv.open(lineage.held(alice))));
            assertEquals(2, cnv.delegations().snapshot().delegations().size());
        }
    }

    @Test
    void operatorsRevocation_reachesAllDescendants() {
        try (Cnv cnv = lineage.open()) {
            Session of = cnv.open(lineage.held(bot));
            changed(cnv.delegations().revoke(alice.tokenDigests().getFirst(), "left"));
            revoked(balance(of));
            revoked(balance(cnv.open(lineage.held(alice))));
        }
    }

    @Test
    void listThatTheLedgerCannotTake_hasNoEffect() {
        try (Cnv cnv = lineage.open()) {
            Session of = cnv.open(lineage.held(bot));
            lineage.ledger.failOn(event -> true);
            Digest token = bot.tokenDigests().getLast();
            assertThrows(LedgerException.class, () -> cnv.delegations().revoke(token, ""));
            lineage.ledger.failOn(event -> false);
            assertInstanceOf(Outcome.Completed.class, balance(of));
        }
    }

    @Test
    void anotherRuntime_thatFollowsTheLedger_refusesToo() {
        FileLedger shared = FileLedger.open(directory, lineage.time);
        try (Cnv first = lineage.open(shared, builder -> builder);
                DelegationFollower follower = DelegationFollower.open(directory, lineage.time);
                Cnv second = lineage.open(
                        new Surviving(lineage.ledger),
                        builder -> builder.revocations(follower.revocations()))) {
            Session of = second.open(lineage.held(bot));
            assertInstanceOf(Outcome.Completed.class, balance(of));
            changed(first.delegations().revoke(bot.tokenDigests().getLast(), "lost"));
            assertInstanceOf(Outcome.Completed.class, balance(of));
            follower.poll();
            revoked(balance(of));
            revoked(balance(second.open(lineage.held(bot))));
            assertInstanceOf(Outcome.Completed.class, balance(second.open(lineage.held(alice))));
        }
    }
}
