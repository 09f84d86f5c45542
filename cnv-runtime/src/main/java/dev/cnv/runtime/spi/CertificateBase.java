package dev.cnv.runtime.spi;

import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.CertificateClaims;
import dev.cnv.runtime.certificate.ExportOptions;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.lift.LiftTerms;
import dev.cnv.runtime.lift.LiftTicket;
import dev.cnv.runtime.outcome.Outcome;

/**
 * What all certificates share, see {@link Staged}. It refuses to be constructed without a genuine
 * proof, shows no argument in {@link #toString}, cannot be cloned and is not serializable.
 *
 * @param <I> the verb's input record
 */
public abstract sealed class CertificateBase<I> implements Certificate<I>
        permits Staged.Unchecked, Staged.PolicyChecked, Staged.CapabilityChecked, Staged.Verified {

    private final Proof proof;
    private final Stage stage;

    /**
     * Binds the certificate to a proof.
     *
     * @param proof the kernel's proof
     * @param stage the stage that the subclass stands for
     * @param capability the verb that the subclass belongs to
     * @throws ProofRefusedException when the proof is not genuine or is for another stage or verb
     */
    CertificateBase(Proof proof, Stage stage, String capability) {
        proof.require(stage, capability);
        this.proof = proof;
        this.stage = stage;
    }

    @Override
    @SuppressWarnings("unchecked") // The kernel made the input with this verb's own readInput.
    public final I input() {
        return (I) proof.input();
    }

    @Override
    public final CertificateClaims claims() {
        return proof.claims();
    }

    @Override
    public final Stage stage() {
        return stage;
    }

    final <C> Step<C> advance() {
        return proof.advance();
    }

    final <R> Outcome<R> execute() {
        return proof.run();
    }

    /**
     * Signs the call for another runtime.
     *
     * @param options for whom, and whether with arguments
     * @return the exported certificate, or why there is none
     */
    final Step<ExportedCertificate> exported(ExportOptions options) {
        return proof.export(options);
    }

    /**
     * Lifts the call to a grant.
     *
     * @param terms for which table, how long and how often
     * @return the leave to put the grant into the table, or why there is none
     */
    final Step<LiftTicket> lifted(LiftTerms terms) {
        return proof.lift(terms);
    }

    @Override
    protected final Object clone() throws CloneNotSupportedException {
        throw new CloneNotSupportedException("a certificate is bound to one call");
    }

    @Override
    public final String toString() {
        CertificateClaims claims = claims();
        return claims.capability() + "@" + claims.version() + "[" + stage + ", certificate="
                + claims.id() + "]";
    }
}
