package dev.cnv.runtime.worker;

import dev.cnv.runtime.certificate.CertificateClaims;
import dev.cnv.runtime.certificate.ExportOptions;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.lift.LiftTerms;
import dev.cnv.runtime.lift.LiftTicket;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.ProofRefusedException;
import org.jspecify.annotations.Nullable;

/**
 * A worker's proof that the runtime verified one call. It is genuine when its seal is the very object
 * that its worker keeps. It is of stage VERIFIED, and good for that call alone: whatever asks the kernel
 * for more is refused, for the kernel is in another process.
 *
 * @param seal the worker's seal
 * @param call the call
 */
public record WorkerProof(@Nullable Object seal, @Nullable Object call) implements Proof {

    @Override
    public void require(Stage needed, String capability) {
        WorkerCall genuine = genuine();
        if (needed != Stage.VERIFIED || !genuine.verb().id().path().equals(capability)) {
            throw new ProofRefusedException("proof is for " + genuine.verb().id()
                    + " at stage=VERIFIED, not for " + capability + " at stage=" + needed);
        }
    }

    @Override
    public Object input() {
        return genuine().input();
    }

    @Override
    public CertificateClaims claims() {
        return genuine().claims();
    }

    @Override
    public <C> Step<C> advance() {
        throw genuine().worker().unavailable("the next stage of a certificate");
    }

    @Override
    public <R> Outcome<R> run() {
        throw genuine().worker().unavailable("another run of a certificate");
    }

    @Override
    public Step<ExportedCertificate> export(ExportOptions options) {
        throw genuine().worker().unavailable("an exported certificate");
    }

    @Override
    public Step<LiftTicket> lift(LiftTerms terms) {
        throw genuine().worker().unavailable("a grant");
    }

    @Override
    public String toString() {
        return "Proof[stage=VERIFIED]";
    }

    /** The call, when this proof is genuine. */
    private WorkerCall genuine() {
        if (call instanceof WorkerCall known && seal != null && known.worker().sealed(seal)) {
            return known;
        }
        throw new ProofRefusedException("the proof was not made by a worker");
    }
}
