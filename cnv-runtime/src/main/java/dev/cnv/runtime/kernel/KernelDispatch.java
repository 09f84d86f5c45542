package dev.cnv.runtime.kernel;

import dev.cnv.runtime.spi.Dispatch;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.ProofRefusedException;

/** Skeleton; the kernel's author replaces it. */
public record KernelDispatch(Object seal) implements Dispatch {
    @Override
    public Proof open(String capability) {
        throw new ProofRefusedException("skeleton");
    }
}
