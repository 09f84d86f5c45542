package dev.cnv.runtime.spi;

import dev.cnv.runtime.kernel.KernelDispatch;
import dev.cnv.runtime.worker.WorkerDispatch;

/**
 * The kernel's leave to run one verified call once. Sealed: only the kernel makes them, and a
 * worker for the one call that the kernel sent it.
 */
public sealed interface Dispatch permits KernelDispatch, WorkerDispatch {

    /**
     * Uses the leave up.
     *
     * @param capability the verb's path
     * @return the proof for the verb's {@code Verified} certificate
     * @throws ProofRefusedException when the dispatch is not genuine, is another verb's or was used
     */
    Proof open(String capability);
}
