package dev.cnv.audit.replay;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.ChainInspection;
import dev.cnv.runtime.delegation.ChainVerdict;
import dev.cnv.runtime.delegation.ChainVerifier;
import dev.cnv.runtime.delegation.Delegation;
import dev.cnv.runtime.delegation.ReplayGuard;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.delegation.UseCounter;
import dev.cnv.runtime.delegation.VerifiedChain;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The chains that decisions name, from their bytes in the ledger: their signatures and their narrowing are
 * checked once, at the beginning of their window. What changes, which is time, trust and revocations, is
 * left to whoever asks.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class RecordedChains {

    /** How many chains are remembered; when there are more, all are forgotten. */
    static final int CAPACITY = 2_048;

    private final TrustHistory history;
    private final Function<Digest, Optional<byte[]>> payloads;
    private final boolean namesRuntime;
    private final Map<Digest, Known> known = new ConcurrentHashMap<>();
    private final Map<Digest, List<Digest>> tokens = new ConcurrentHashMap<>();

    /** What was found out about a chain. */
    sealed interface Found {

        /**
         * Its links are what they must be.
         *
         * @param chain the chain; whether it is in its window, and not revoked, is another question
         */
        record Sound(VerifiedChain chain) implements Found {}

        /**
         * It does not hold at any time.
         *
         * @param denial why
         */
        record Broken(Denial denial) implements Found {}

        /**
         * The ledger does not have what it takes to know.
         *
         * @param why what is missing
         */
        record Unknown(String why) implements Found {}
    }

    /** What was found out under a trust; of a sound chain, under every later one. */
    private record Known(Found found, Trust trust) {}

    /**
     * Chains of a ledger.
     *
     * @param history the keys that chains could begin with
     * @param payloads finds payloads
     * @param namesRuntime whether the history knows what tokens call the runtime
     */
    RecordedChains(
            TrustHistory history,
            Function<Digest, Optional<byte[]>> payloads,
            boolean namesRuntime) {
        this.history = history;
        this.payloads = payloads;
        this.namesRuntime = namesRuntime;
    }

    /** Finds out about a chain, as one that was used before a record. */
    @SuppressWarnings("ReferenceEquality") // The same trust: what was known of it is known still.
    Found find(Digest digest, long index) {
        Trust trust = history.before(index);
        Known before = known.get(digest);
        if (before != null && (before.found() instanceof Found.Sound || before.trust() == trust)) {
            return asOf(before.found(), index);
        }
        Found found = load(digest, trust, index);
        if (known.size() >= CAPACITY) {
            known.clear();
        }
        known.put(digest, new Known(found, trust));
        return found;
    }

    /** A chain that was found sound by a record behind this one may begin with a key of later. */
    private Found asOf(Found found, long index) {
        return found instanceof Found.Sound(VerifiedChain chain)
                        && !history.wasRoot(chain.tokens().getFirst().issuer().id(), index)
                ? NO_ROOT
                : found;
    }

    /** The tokens of a chain, whether it holds or not; empty when the ledger does not have it. */
    Optional<List<Digest>> tokens(Digest digest) {
        List<Digest> before = tokens.get(digest);
        if (before != null) {
            return Optional.of(before);
        }
        try {
            Optional<List<Digest>> found =
                    payloads.apply(digest).map(Chain::ofBytes).map(Chain::tokenDigests);
            if (tokens.size() >= CAPACITY) {
                tokens.clear();
            }
            found.ifPresent(known -> tokens.put(digest, known));
            return found;
        } catch (CborRefusedException _) {
            return Optional.empty(); // What it was is not known then.
        }
    }

    private Found load(Digest digest, Trust trust, long index) {
        Optional<byte[]> bytes = payloads.apply(digest);
        if (bytes.isEmpty()) {
            return new Found.Unknown("its chain is not in the ledger");
        }
        try {
            return check(Chain.ofBytes(bytes.get()), trust, index);
        } catch (CborRefusedException e) {
            return new Found.Broken(Denial.of(
                    Reason.CREDENTIAL_MALFORMED, "the chain cannot be read: " + e.getMessage()));
        }
    }

    private Found check(Chain chain, Trust trust, long index) {
        return switch (ChainVerifier.inspect(chain, trust, Instant.EPOCH)) {
            case ChainInspection.Refused(Denial denial) -> refused(denial, index);
            case ChainInspection.Sound(List<Delegation> links) -> {
                Instant begin = links.stream()
                        .map(Delegation::notBefore)
                        .max(Comparator.naturalOrder())
                        .orElseThrow();
                yield switch (verifier().verify(chain, trust, begin)) {
                    case ChainVerdict.Holds(VerifiedChain verified) -> new Found.Sound(verified);
                    case ChainVerdict.Refused(Denial denial) -> refused(denial, index);
                };
            }
        };
    }

    /** Which refusals are for want of what no record says. */
    private Found refused(Denial denial, long index) {
        String key = denial.details().get("key");
        if (denial.reason() == Reason.CREDENTIAL_UNKNOWN
                && (key == null || !history.wasRoot(new Digest(key), index))) {
            return NO_ROOT;
        }
        if (denial.reason() == Reason.AUDIENCE_MISMATCH && !namesRuntime) {
            return new Found.Unknown(
                    "its chain is for certain runtimes, and the name of the one that"
                            + " wrote the ledger is not recorded");
        }
        return new Found.Broken(denial);
    }

    /** One that asks neither revocations nor uses. */
    private static ChainVerifier verifier() {
        return new ChainVerifier(1, NO_PROOFS, UNCOUNTED, Revocations.NONE);
    }

    private static final Found NO_ROOT =
            new Found.Unknown("its chain begins with a key that no record makes a root, and"
                    + " certificate authorities are not recorded");

    private static final ReplayGuard NO_PROOFS = (_, _) -> false;

    private static final UseCounter UNCOUNTED = new UseCounter() {
        @Override
        public Optional<Digest> exhausted(List<Allowance> allowances) {
            return Optional.empty();
        }

        @Override
        public Optional<Digest> reserve(List<Allowance> allowances) {
            return Optional.empty();
        }

        @Override
        public void release(List<Allowance> allowances) {}
    };
}
