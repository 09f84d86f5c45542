package dev.cnv.runtime;

import dev.cnv.runtime.call.Invocation;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.kernel.Kernel;
import dev.cnv.runtime.kernel.RunningCall;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.registry.DelegationRegistry;
import java.util.Collection;
import java.util.function.UnaryOperator;

/**
 * A runtime: verbs, and the one path on which they are called.
 *
 * {@snippet :
 * try (Cnv cnv = Cnv.builder().policy(rules).trust(trust).build()) {
 *     Session session = cnv.open(credential);
 *     Outcome<Balances> outcome = AccountsVerbs.with(session).transfer("alice", "bob", 500);
 * }
 * }
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class Cnv implements AutoCloseable {

    private final Kernel kernel;
    private final DelegationRegistry delegations;
    private final Runnable afterClose;

    Cnv(Kernel kernel, DelegationRegistry delegations, Runnable afterClose) {
        this.kernel = kernel;
        this.delegations = delegations;
        this.afterClose = afterClose;
    }

    /**
     * Begins a runtime. Everything has a default that refuses rather than permits.
     *
     * @return a builder
     */
    public static CnvBuilder builder() {
        return new CnvBuilder();
    }

    /**
     * The invocation that the current thread's handler is running in.
     *
     * @return the invocation
     * @throws IllegalStateException outside a handler, and on threads that a handler started itself
     */
    public static Invocation current() {
        return RunningCall.current()
                .orElseThrow(() -> new IllegalStateException("thread="
                        + Thread.currentThread().getName() + " runs no handler of a verb"));
    }

    /**
     * Opens a session for a caller. A credential that does not hold gives a session too: every call
     * made through it is refused and recorded, with the reason in {@link Session#refusal}.
     *
     * @param credential who calls
     * @return the session
     */
    public Session open(Credential credential) {
        return kernel.open(credential);
    }

    /**
     * Changes whose signatures hold, for instance {@code trust -> trust.withRevoked(token)}. Calls
     * that are verified from now on see the change, those of open sessions too.
     *
     * @param change makes the new trust from the present one; may run more than once
     */
    public void trust(UnaryOperator<Trust> change) {
        kernel.trust(change);
    }

    /**
     * Signs a receipt for any call, from what the ledger says of it. Callers have {@link
     * Session#receipt} for calls of their own.
     *
     * @param outcome what the call answered; only the indices of its receipt are believed
     * @return the signed receipt
     * @throws IllegalStateException when the runtime has no signer, or its ledger has no such call
     * @throws IllegalArgumentException when what the ledger says is beyond a limit of the format
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger cannot be read
     */
    public SignedReceipt receipt(Outcome<?> outcome) {
        return kernel.receipt(outcome.receipt());
    }

    /**
     * The delegations that this runtime knows, and the revocations that hold in it. Changes are in the
     * ledger before they take effect.
     *
     * @return the registry
     */
    public DelegationRegistry delegations() {
        return delegations;
    }

    /** {@return all verbs, sorted by id} */
    public Collection<VerbDescriptor> verbs() {
        return kernel.registry().verbs();
    }

    /**
     * Lets running calls end within the drain time, interrupts the rest, and closes the ledger. Calls
     * made from now on are refused; calls that a draining verb makes are refused too. Closing twice is
     * as closing once.
     */
    @Override
    public void close() {
        try {
            kernel.close();
        } finally {
            afterClose.run();
        }
    }
}
