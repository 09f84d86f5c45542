package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.outcome.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A chain that held is found again without a signature check, and never after trust has changed. */
class VerifiedChainsTest {

    private static final Trust TRUST = Trust.of(Keys.ROOT.publicKey());
    private static final Chain CHAIN = Keys.botChain();

    @Test
    void verify_sameBytesAgain_isTheKeptOne() {
        ChainVerifier verifier = Keys.verifier();
        ChainVerdict first = verifier.verify(CHAIN, TRUST, Keys.NOW);
        assertSame(first, verifier.verify(Chain.parse(CHAIN.text()), TRUST, Keys.NOW));
        assertSame(first, verifier.verify(CHAIN, TRUST, Keys.LATER.minusSeconds(1)));
        assertEquals(Reason.CREDENTIAL_EXPIRED, reason(verifier.verify(CHAIN, TRUST, Keys.LATER)));
        assertSame(first, verifier.verify(CHAIN, TRUST, Keys.NOW));
    }

    @Test
    void verify_afterAnyChangeOfTrust_isCheckedAgain() {
        ChainVerifier verifier = Keys.verifier();
        ChainVerdict first = verifier.verify(CHAIN, TRUST, Keys.NOW);
        Trust more = TRUST.withRoot(Keys.OTHER.publicKey());
        ChainVerdict second = verifier.verify(CHAIN, more, Keys.NOW);
        assertInstanceOf(ChainVerdict.Holds.class, second);
        assertNotSame(first, second);
        Trust revoked = TRUST.withRevoked(CHAIN.tokenDigests().getFirst());
        assertEquals(Reason.CREDENTIAL_REVOKED, reason(verifier.verify(CHAIN, revoked, Keys.NOW)));
        assertEquals(
                Reason.CREDENTIAL_UNKNOWN,
                reason(verifier.verify(CHAIN, TRUST.withoutRoot(Keys.ROOT.publicKey()), Keys.NOW)));
        // An equal trust that is not the same one may have been another in between.
        ChainVerdict again = verifier.verify(CHAIN, Trust.of(Keys.ROOT.publicKey()), Keys.NOW);
        assertNotSame(first, again);
    }

    @Test
    void verify_revokedElsewhere_isRefusedAtOnceWithoutAChangeOfTrust() {
        AtomicLong epoch = new AtomicLong();
        AtomicReference<Optional<Digest>> revoked = new AtomicReference<>(Optional.empty());
        Revocations revocations = new Revocations() {
            @Override
            public long epoch() {
                return epoch.get();
            }

            @Override
            public Optional<Digest> revoked(List<Link> chain) {
                return revoked.get()
                        .filter(id ->
                                chain.stream().anyMatch(link -> link.token().equals(id)));
            }
        };
        ChainVerifier verifier =
                new ChainVerifier((_, _) -> true, new InMemoryUseCounter(1), revocations);
        ChainVerdict first = verifier.verify(CHAIN, TRUST, Keys.NOW);
        assertInstanceOf(ChainVerdict.Holds.class, first);
        epoch.incrementAndGet();
        assertSame(first, verifier.verify(CHAIN, TRUST, Keys.NOW), "nothing about it");
        revoked.set(Optional.of(CHAIN.tokenDigests().getFirst()));
        epoch.incrementAndGet();
        assertEquals(Reason.CREDENTIAL_REVOKED, reason(verifier.verify(CHAIN, TRUST, Keys.NOW)));
        assertEquals(
                Reason.CREDENTIAL_REVOKED,
                reason(verifier.verify(CHAIN, TRUST, Keys.NOW)),
                "and stays so");
        ChainVerifier fresh =
                new ChainVerifier((_, _) -> true, new InMemoryUseCounter(1), revocations);
        assertEquals(Reason.CREDENTIAL_REVOKED, reason(fresh.verify(CHAIN, TRUST, Keys.NOW)));
    }

    @Test
    void keep_moreThanTheCapacity_losesOldOnesAndKeepsItsSize() {
        VerifiedChains kept = new VerifiedChains(5);
        assertEquals(8, kept.capacity());
        assertEquals(4, new VerifiedChains(1).capacity());
        assertEquals(4096, new VerifiedChains(4096).capacity());
        List<VerifiedChain> chains = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Chain chain = Chain.issue(Keys.ROOT, Keys.alice().described("" + i));
            chains.add(assertInstanceOf(
                            ChainVerdict.Holds.class, ChainCheck.check(chain, TRUST, Keys.NOW))
                    .chain());
        }
        int found = 0;
        for (VerifiedChain chain : chains) {
            kept.keep(chain);
            assertSame(chain, kept.find(chain.chain(), TRUST), "the newest is found");
        }
        for (VerifiedChain chain : chains) {
            found += kept.find(chain.chain(), TRUST) == null ? 0 : 1;
        }
        assertEquals(8, found);
        assertNotNull(kept.find(chains.getLast().chain(), TRUST));
        assertNull(kept.find(chains.getLast().chain(), Trust.NONE));
        assertThrows(IllegalArgumentException.class, () -> new VerifiedChains(0));
        assertThrows(IllegalArgumentException.class, () -> new VerifiedChains((1 << 24) + 1));
    }

    /** Whoever asks after the trust has changed finds nothing of before, however threads interleave. */
    @Test
    void verify_trustChangesUnderManyThreads_neverHoldsUnderAnewer() throws Exception {
        ChainVerifier verifier = Keys.verifier();
        AtomicReference<Trust> present = new AtomicReference<>(TRUST);
        Trust revoked = TRUST.withRevoked(CHAIN.tokenDigests().getLast());
        CountDownLatch start = new CountDownLatch(1);
        CountDownLatch warm = new CountDownLatch(4);
        try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
            List<Future<Integer>> askers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                askers.add(threads.submit(() -> {
                    start.await();
                    int wrong = 0;
                    for (int n = 0; n < 20_000; n++) {
                        Trust trust = present.get();
                        boolean holds = verifier.verify(CHAIN, trust, Keys.NOW)
                                instanceof ChainVerdict.Holds;
                        wrong += holds == (trust == revoked) ? 1 : 0;
                        if (n == 100) {
                            warm.countDown();
                        }
                    }
                    return wrong;
                }));
            }
            Future<?> changer = threads.submit(() -> {
                start.await();
                warm.await();
                for (int n = 0; n < 50; n++) {
                    present.set(n % 2 == 0 ? revoked : TRUST);
                    Thread.yield();
                }
                return null;
            });
            start.countDown();
            changer.get();
            for (Future<Integer> asker : askers) {
                assertEquals(0, asker.get());
            }
        }
        assertTrue(verifier.verify(CHAIN, revoked, Keys.NOW) instanceof ChainVerdict.Refused);
    }

    @Test
    void useCounter_full_refusesFurtherTokens() {
        InMemoryUseCounter uses = new InMemoryUseCounter(1);
        var one = new UseCounter.Allowance(Digest.of("1"), 2, Keys.LATER);
        var two = new UseCounter.Allowance(Digest.of("2"), 2, Keys.LATER);
        assertEquals(Optional.of(two.token()), uses.reserve(List.of(one, two)), "none is taken");
        assertEquals(Optional.empty(), uses.reserve(List.of(one)));
        assertEquals(Optional.of(two.token()), uses.exhausted(List.of(two)));
        assertEquals(Optional.empty(), uses.reserve(List.of(one)));
        assertEquals(Optional.of(one.token()), uses.reserve(List.of(one)));
        uses.release(List.of(one));
        assertEquals(Optional.empty(), uses.exhausted(List.of(one)));
        uses.release(List.of(one));
        assertEquals(Optional.empty(), uses.reserve(List.of(two)), "one has no use any more");
        uses.release(List.of(one));
        assertThrows(IllegalArgumentException.class, () -> new InMemoryUseCounter(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new UseCounter.Allowance(Digest.of("1"), 0, Keys.LATER));
    }

    private static Reason reason(ChainVerdict verdict) {
        return assertInstanceOf(ChainVerdict.Refused.class, verdict).denial().reason();
    }
}
