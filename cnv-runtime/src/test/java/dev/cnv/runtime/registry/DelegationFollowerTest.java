package dev.cnv.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.LedgerDescriptor;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.registry.DelegationEntry.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DelegationFollowerTest {

    @TempDir
    private Path directory;

    private final HandTime time = new HandTime(Family.NOON);

    @Test
    void poll_whileAnotherRegistryChanges_showsTheSame() {
        try (FileLedger ledger = FileLedger.open(directory, time)) {
            DelegationRegistry registry =
                    Openings.stores(ledger, time).registry(() -> Family.TRUST);
            registry.register(Family.bot());
            try (DelegationFollower follower = DelegationFollower.open(directory, time)) {
                assertEquals(registry.snapshot(), follower.snapshot());
                List<Digest> told = new ArrayList<>();
                follower.feed(follower.snapshot().next(), Runnable::run)
                        .subscribe(new Telling(told));
                registry.revoke(Family.last(Family.bot()), "lost");
                assertEquals(
                        State.ACTIVE,
                        follower.get(Family.last(Family.bot())).orElseThrow().state());
                long epoch = follower.revocations().epoch();
                assertEquals(1, follower.poll());
                assertEquals(List.of(Family.last(Family.bot())), told);
                assertTrue(follower.revocations().epoch() > epoch);
                assertEquals(
                        State.REVOKED,
                        follower.get(Family.last(Family.bot())).orElseThrow().state());
                assertEquals(registry.snapshot(), follower.snapshot());
                assertEquals(registry.changes(0, 99), follower.changes(0, 99));
                assertEquals(
                        registry.list(DelegationFilter.ALL), follower.list(DelegationFilter.ALL));
                assertEquals(Optional.of(Family.bot()), follower.chain(Family.last(Family.bot())));
                assertEquals(0, follower.poll());
            }
        }
    }

    @Test
    void poll_ledgerThatWasCut_isRefusedAndWhatIsKnownStays() throws IOException {
        try (FileLedger ledger = FileLedger.open(directory, time)) {
            Openings.stores(ledger, time).registry(() -> Family.TRUST).revoke(Digest.of("t"), "");
        }
        Path file = segment();
        byte[] bytes = Files.readAllBytes(file);
        try (DelegationFollower follower = DelegationFollower.open(directory, time)) {
            Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 5));
            assertThrows(LedgerException.class, follower::poll);
            assertEquals(1, follower.revocations().epoch());
        }
    }

    @Test
    void open_noLedgerOrADamagedOne_isRefused() throws IOException {
        assertThrows(
                LedgerException.class,
                () -> DelegationFollower.open(directory.resolve("none"), time));
        Files.createDirectories(segment().getParent());
        Files.writeString(segment(), "no ledger\n");
        assertThrows(LedgerException.class, () -> DelegationFollower.open(directory, time));
    }

    private Path segment() {
        return directory
                .resolve(LedgerDescriptor.SEGMENTS)
                .resolve(LedgerDescriptor.segmentName(0));
    }

    private record Telling(List<Digest> told) implements Flow.Subscriber<DelegationChange> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(DelegationChange change) {
            if (change.event()
                    instanceof dev.cnv.runtime.governance.DelegationEvent.DelegationRevoked event) {
                told.addAll(event.tokens());
            }
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onComplete() {}
    }
}
