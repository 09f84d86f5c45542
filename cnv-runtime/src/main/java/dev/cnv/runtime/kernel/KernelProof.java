package dev.cnv.runtime.kernel;

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
 * A proof of one call at one stage. It is genuine when its seal is the very object that its call's
 * kernel keeps.
 *
 * <p>A record, because the platform refuses to write the fields of a record by reflection or {@code
 * Unsafe}: docs/decisions/0003-proofs.md lists what was tried to forge one.
 *
 * @param seal the kernel's seal
 * @param call the call
 * @param stage the stage
 */
public record KernelProof(
        @Nullable Object seal,
        @Nullable Object call,
        @Nullable Stage stage) implements Proof {

    @Override
    public void require(Stage needed, String capability) {
        Call genuine = genuine();
        if (stage != needed || !genuine.verb().id().path().equals(capability)) {
            throw new ProofRefusedException("proof is for " + genuine.verb().id() + " at stage="
                    + stage + ", not for " + capability + " at stage=" + needed);
        }
    }

    @Override
    public Object input() {
        return genuine().exposedInput();
    }

    @Override
    public CertificateClaims claims() {
        return genuine().claims();
    }

    @Override
    public <C> Step<C> advance() {
        Call genuine = genuine();
        return genuine.kernel().steps().advance(this);
    }

    @Override
    public <R> Outcome<R> run() {
        Call genuine = genuine();
        return genuine.kernel().steps().run(this);
    }

    @Override
    public Step<ExportedCertificate> export(ExportOptions options) {
        Call genuine = genuine();
        return genuine.kernel().handover().export(this, options);
    }

    @Override
    public Step<LiftTicket> lift(LiftTerms terms) {
        Call genuine = genuine();
        return genuine.kernel().handover().lift(this, terms);
    }

    @Override
    public String toString() {
        return "Proof[stage=" + stage + "]";
    }

    /** The call, when this proof is genuine. */
    Call genuine() {
        if (call instanceof Call known
                && seal != null
                && known.kernel().sealed(seal)
                && stage != null) {
            return known;
        }
        throw new ProofRefusedException("the proof was not made by a kernel");
    }
}
