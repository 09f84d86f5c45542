package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Revocations;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/**
 * Delegations and revocations, to be read.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public interface DelegationView {

    /**
     * A delegation by its token.
     *
     * @param token the token's digest
     * @return the delegation; empty when it is not known
     */
    Optional<DelegationEntry> get(Digest token);

    /**
     * The chain that ends with a token.
     *
     * @param token the token's digest
     * @return the chain; empty when the token is not known
     */
    Optional<Chain> chain(Digest token);

    /**
     * Delegations, each behind the one above it, otherwise in the order in which they became known.
     *
     * @param filter which ones
     * @return a copy of what there is at this moment
     */
    List<DelegationEntry> list(DelegationFilter filter);

    /** {@return what says which tokens were revoked; it shows later changes too} */
    Revocations revocations();

    /** {@return all that there is at this moment, and where to follow changes from} */
    DelegationSnapshot snapshot();

    /** {@return the sequence behind the newest change} */
    long next();

    /**
     * Changes from a place on.
     *
     * @param from the sequence of the first change wanted: 0, or what a snapshot or an earlier answer says
     * @param maxCount how many are answered at most
     * @return the changes, or that they are remembered no more
     * @throws IllegalArgumentException when {@code from} is negative or {@code maxCount} not positive
     */
    ChangePage changes(long from, int maxCount);

    /**
     * Changes from a place on, as they come. Every subscriber has its own place; who asks for nothing is
     * sent nothing, and when what comes next for it is remembered no more, its {@code onError} is called
     * with a {@link FellBehindException}.
     *
     * @param from as in {@link #changes}
     * @param executor calls the subscribers
     * @return the changes
     * @throws IllegalArgumentException when {@code from} is negative
     */
    Flow.Publisher<DelegationChange> feed(long from, Executor executor);
}
