package dev.cnv.runtime.worker;

import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.spi.Dispatch;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.ProofRefusedException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A worker's leave to run one call once.
 *
 * @param seal the worker's seal
 * @param call the call
 * @param spent whether the leave was used
 */
public record WorkerDispatch(
        @Nullable Object seal,
        @Nullable Object call,
        @Nullable AtomicBoolean spent) implements Dispatch {

    @Override
    public Proof open(String capability) {
        WorkerProof proof = new WorkerProof(seal, call);
        proof.require(Stage.VERIFIED, capability);
        if (spent == null || !spent.compareAndSet(false, true)) {
            throw new ProofRefusedException("the leave to run " + capability + " was used before");
        }
        return proof;
    }

    @Override
    public String toString() {
        return "Dispatch[spent=" + spent + "]";
    }
}
