package dev.cnv.runtime.certificate;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.identity.CallContext;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What a certificate says: this exact call, by this caller, under this policy, in this window.
 *
 * @param id the certificate's id
 * @param capability the verb
 * @param version the verb's version
 * @param effects what the verb may do
 * @param inputSchema the SHA-256 of the verb's canonical input schema
 * @param outputSchema the SHA-256 of the verb's canonical output schema
 * @param arguments the SHA-256 of the canonical arguments of this call
 * @param context who calls, for whom, as part of what
 * @param policy how the policy decided; empty before the policy was asked
 * @param issued when the certificate was issued
 * @param expires when it stops being good, one hour after {@code issued} by default
 */
public record CertificateClaims(
        UUID id,
        CapabilityId capability,
        String version,
        EffectSet effects,
        Digest inputSchema,
        Digest outputSchema,
        Digest arguments,
        CallContext context,
        Optional<PolicyTrace> policy,
        Instant issued,
        Instant expires) {}
