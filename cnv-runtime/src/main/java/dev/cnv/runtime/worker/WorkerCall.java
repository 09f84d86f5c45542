package dev.cnv.runtime.worker;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.CertificateClaims;

/**
 * The one call that a worker runs now: what every proof in the worker is bound to.
 *
 * @param worker the verb that the worker runs
 * @param claims what the call's certificate says
 * @param input the typed arguments
 */
record WorkerCall(WorkerVerb worker, CertificateClaims claims, Object input) {

    VerbDescriptor verb() {
        return worker.verb();
    }
}
