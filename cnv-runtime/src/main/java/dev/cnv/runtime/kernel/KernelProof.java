package dev.cnv.runtime.kernel;

import dev.cnv.runtime.certificate.CertificateClaims;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.ProofRefusedException;
import java.util.function.Function;

/** Skeleton; the kernel's author replaces it. */
public record KernelProof(Object seal, Stage stage) implements Proof {
    @Override
    public void require(Stage stage, String capability) {
        throw new ProofRefusedException("skeleton");
    }

    @Override
    public Object input() {
        throw new ProofRefusedException("skeleton");
    }

    @Override
    public CertificateClaims claims() {
        throw new ProofRefusedException("skeleton");
    }

    @Override
    public <C> Step<C> advance(Function<Proof, C> certificate) {
        throw new ProofRefusedException("skeleton");
    }

    @Override
    public <R> Outcome<R> run() {
        throw new ProofRefusedException("skeleton");
    }
}
