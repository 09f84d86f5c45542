package dev.cnv.processor.check;

import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.diagnostic.Site;
import dev.cnv.processor.model.Verb;

/** A handler takes no certificate but its own, at stage Verified, as its first parameter. */
final class ProofCheck {

    private ProofCheck() {}

    static void check(Verb verb, Problems problems) {
        String own = verb.certificate().simpleName() + ".Verified";
        for (Verb.ProofUse proof : verb.proofs()) {
            Site site = verb.site().parameter(proof.index());
            if (!ownCertificate(verb, proof)) {
                problems.add(
                        Code.CERTIFICATE_OF_OTHER_VERB,
                        site,
                        "the handler of " + verb.capability().id() + " takes " + spelled(proof)
                                + ", the certificate of another verb",
                        "take " + own);
            } else if (!proof.stage().equals("Verified")) {
                problems.add(
                        Code.CERTIFICATE_OF_OTHER_STAGE,
                        site,
                        "the handler of " + verb.capability().id() + " takes " + spelled(proof)
                                + ", which does not prove that the verb may run",
                        "take " + own);
            } else if (proof.index() != 0) {
                problems.add(
                        Code.CERTIFICATE_NOT_FIRST,
                        site,
                        "the certificate is parameter " + (proof.index() + 1),
                        "make it the first parameter, and the only certificate");
            }
        }
    }

    private static boolean ownCertificate(Verb verb, Verb.ProofUse proof) {
        String own = verb.certificate().canonicalName();
        return proof.exact()
                ? proof.certificate().equals(own)
                : proof.certificate().isEmpty()
                        || own.equals(proof.certificate())
                        || verb.certificate().simpleName().equals(proof.certificate());
    }

    private static String spelled(Verb.ProofUse proof) {
        String stage = proof.stage();
        return proof.certificate().isEmpty() || stage.isEmpty()
                ? proof.certificate() + stage
                : proof.certificate() + "." + stage;
    }
}
