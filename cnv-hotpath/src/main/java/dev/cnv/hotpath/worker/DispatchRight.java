package dev.cnv.hotpath.worker;

/** A worker's right to run verbs from frames that its gate has let pass. Only workers make them. */
public sealed interface DispatchRight permits WorkerRight {

    /**
     * Shows that the right is genuine. Only generated code calls it.
     *
     * @throws dev.cnv.runtime.spi.ProofRefusedException when it is not
     */
    void open();
}
