package dev.cnv.runtime.spi;

import dev.cnv.runtime.certificate.CertificateClaims;
import dev.cnv.runtime.certificate.ExportOptions;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.kernel.KernelProof;
import dev.cnv.runtime.lift.LiftTerms;
import dev.cnv.runtime.lift.LiftTicket;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.worker.WorkerProof;

/**
 * The kernel's statement that one call has reached one stage. Sealed: only the kernel makes proofs,
 * and a worker for the one call that the kernel sent it; each is bound to the call it was made for. Generated certificates hold one and hand it on.
 */
public sealed interface Proof permits KernelProof, WorkerProof {

    /**
     * Checks that this proof is genuine and for this stage and verb.
     *
     * @param stage the stage
     * @param capability the verb's path
     * @throws ProofRefusedException when it is not
     */
    void require(Stage stage, String capability);

    /**
     * The typed arguments that the proof is bound to.
     *
     * @return the verb's input record
     */
    Object input();

    /**
     * What the certificate says.
     *
     * @return the claims
     */
    CertificateClaims claims();

    /**
     * Runs the next check.
     *
     * @param <C> the certificate of the next stage, which the verb's own module makes
     * @return the next certificate, or why there is none
     */
    <C> Step<C> advance();

    /**
     * Admits and runs the verb.
     *
     * @param <R> what the verb returns
     * @return the outcome
     */
    <R> Outcome<R> run();

    /**
     * Signs the call for another runtime.
     *
     * @param options for whom, and whether with arguments
     * @return the exported certificate, or why there is none
     * @throws IllegalStateException when the runtime has no signer or no name, or must not export
     *     this certificate
     */
    Step<ExportedCertificate> export(ExportOptions options);

    /**
     * Lifts the call to a grant.
     *
     * @param terms for which table, how long and how often
     * @return the leave to put the grant into the table, or why there is none
     */
    Step<LiftTicket> lift(LiftTerms terms);
}
