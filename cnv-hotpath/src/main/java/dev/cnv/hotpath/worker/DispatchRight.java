package dev.cnv.hotpath.worker;

/**
 * A worker's right to run the verbs of one module from frames that its gate has let pass. Only workers
 * make them, and it opens no other module.
 */
public sealed interface DispatchRight permits WorkerRight {

    /**
     * Shows that the right is genuine. Only generated code calls it.
     *
     * @param module the module whose verbs are to run
     * @throws dev.cnv.runtime.spi.ProofRefusedException when it is not, or is another module's
     */
    void open(FrameModule module);
}
