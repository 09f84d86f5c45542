package dev.cnv.runtime.certificate;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.RuntimeName;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What an exported certificate says: the issuer found this exact call verified. Plain data, which
 * anybody can make: it counts only under the signature of a trusted issuer.
 *
 * @param id the certificate's id
 * @param issuer the runtime that verified the call
 * @param audience the one runtime that may accept the certificate
 * @param capability the verb
 * @param version the verb's version
 * @param effects what the verb may do
 * @param inputSchema the SHA-256 of the verb's canonical input schema
 * @param outputSchema the SHA-256 of the verb's canonical output schema
 * @param arguments the SHA-256 of the canonical arguments
 * @param carried the canonical arguments as JSON text, when they were asked for
 * @param principal who calls, for whom, on whose authority; without version and metadata of the agent
 * @param chain the digest of the caller's chain
 * @param tokens the chain's tokens and who issued them, root first, by which one is revoked
 * @param engine the name and version of the issuer's policy engine
 * @param policy the hash of the issuer's policy
 * @param considered the rules evaluated, sorted
 * @param matched the rule that decided
 * @param policyEpoch how often the issuer's policy had changed; 0 where nobody counts
 * @param revocationEpoch how often the issuer's revocations had changed; 0 where nobody counts
 * @param invocation the call's id with the issuer
 * @param correlation the id shared by all calls of one request
 * @param parent the call from within which it was made
 * @param singleUse whether it may be used once only: its verb is not idempotent
 * @param dryRun whether the verb shall only say what it would do
 * @param issued when the call was verified, in whole milliseconds
 * @param expires when the certificate stops being good, in whole milliseconds
 * @param originIsPerson whether the chain begins with a person
 */
public record ExportedClaims(
        UUID id,
        RuntimeName issuer,
        RuntimeName audience,
        CapabilityId capability,
        String version,
        Set<Effect> effects,
        Digest inputSchema,
        Digest outputSchema,
        Digest arguments,
        Optional<String> carried,
        Principal principal,
        Digest chain,
        List<Revocations.Link> tokens,
        String engine,
        Digest policy,
        List<String> considered,
        Optional<String> matched,
        long policyEpoch,
        long revocationEpoch,
        UUID invocation,
        String correlation,
        Optional<UUID> parent,
        boolean singleUse,
        boolean dryRun,
        Instant issued,
        Instant expires,
        boolean originIsPerson) {

    /**
     * Copies the collections and checks what can be checked without knowing anything else.
     *
     * @throws IllegalArgumentException when there is no effect or token, the window is empty or longer
     *     than {@link CertificateDescriptor#MAX_LIFE}, or a size is beyond its limit
     */
    public ExportedClaims {
        if (effects.isEmpty()) {
            throw new IllegalArgumentException("effects=[] needs at least one, READ_ONLY for none");
        }
        effects = Collections.unmodifiableSet(EnumSet.copyOf(effects));
        tokens = List.copyOf(tokens);
        considered = List.copyOf(considered);
        if (tokens.isEmpty() || tokens.size() > CertificateDescriptor.MAX_TOKEN_COUNT) {
            throw new IllegalArgumentException("tokenCount=" + tokens.size() + " is not 1 to "
                    + CertificateDescriptor.MAX_TOKEN_COUNT);
        }
        if (!issued.isBefore(expires)
                || expires.isAfter(issued.plus(CertificateDescriptor.MAX_LIFE))) {
            throw new IllegalArgumentException("issued=" + issued + " and expires=" + expires
                    + " are no window of at most " + CertificateDescriptor.MAX_LIFE);
        }
        if (policyEpoch < 0 || revocationEpoch < 0) {
            throw new IllegalArgumentException("policyEpoch=" + policyEpoch + " or revocationEpoch="
                    + revocationEpoch + " is negative");
        }
    }
}
