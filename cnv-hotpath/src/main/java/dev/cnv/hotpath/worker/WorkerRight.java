package dev.cnv.hotpath.worker;

import dev.cnv.runtime.spi.ProofRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * The right of workers. A record, because its fields cannot be written by reflection; one that was made
 * without the seal opens nothing.
 */
record WorkerRight(@Nullable Object seal, @Nullable FrameModule module) implements DispatchRight {

    private static final Object SEAL = new Object();

    /** The right of a worker, for its module's dispatcher. */
    static WorkerRight genuine(FrameModule module) {
        return new WorkerRight(SEAL, module);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // Seal and module are known by their identity alone.
    public void open(FrameModule other) {
        if (seal != SEAL) {
            throw new ProofRefusedException("a dispatch right was made by no worker");
        }
        if (module != other) {
            throw new ProofRefusedException("a dispatch right is another module's");
        }
    }
}
