package dev.cnv.tests.guide;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.ExportOptions;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.outcome.Outcome;

/** A call that one runtime verifies and another one runs. */
final class TravellingProof {

    private TravellingProof() {}

    // region: travel
    /** The gateway verifies; what it sends is bytes. */
    static byte[] verifyHere(Session alice) {
        return NoteAddCertificate.prepare(alice, new NoteAddCertificate.Input("buy milk"))
                .orThrow()
                .checkPolicy()
                .orThrow()
                .checkCapability()
                .orThrow()
                .verify()
                .orThrow()
                .export(ExportOptions.to("worker").carryingArguments())
                .orThrow()
                .bytes();
    }

    /** The worker runs it, and gives a receipt that anybody can check with its public key. */
    static byte[] runThere(Cnv worker, byte[] sent) {
        Session carrier = worker.open(Credential.anonymous());
        Outcome<Integer> outcome = carrier.accept(
                        NotesVerbs.ADD,
                        ExportedCertificate.of(sent),
                        NoteAddCertificate.Verified.class)
                .orThrow()
                .run();
        SignedReceipt receipt = worker.receipt(outcome);
        return receipt.bytes();
    }
    // endregion
}
