package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.CertificateClaims;
import dev.cnv.runtime.certificate.ExportedClaims;
import dev.cnv.runtime.certificate.PolicyTrace;
import dev.cnv.runtime.delegation.ApprovalCheck;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.identity.CallContext;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.node.ObjectNode;

/**
 * One decoded call at one point of its path: what every proof of it is bound to.
 *
 * <p><b>Threading:</b> safe for use by several threads. {@code used} and {@code exposed} are shared
 * by all forms that the call takes on its way, so that it runs once whichever form is run.
 *
 * @param kernel the kernel that the call belongs to
 * @param entry the verb
 * @param arguments the checked arguments; never handed out
 * @param input the typed arguments
 * @param digest the SHA-256 of the canonical arguments
 * @param caller who calls
 * @param context what the call carries
 * @param options what the caller asked for
 * @param certificate the id of the certificates
 * @param expires when the certificates stop being good
 * @param policy how the policy decided
 * @param note what an AUDIT policy would have refused, empty when nothing
 * @param used whether the call has been run
 * @param exposed whether anybody outside the kernel has seen {@code input}
 */
record Call(
        Kernel kernel,
        Registry.Entry entry,
        ObjectNode arguments,
        Object input,
        Digest digest,
        Caller caller,
        CallContext context,
        CallOptions options,
        UUID certificate,
        Instant expires,
        Optional<PolicyTrace> policy,
        String note,
        AtomicBoolean used,
        AtomicBoolean exposed) {

    VerbDescriptor verb() {
        return entry.verb();
    }

    Call decided(PolicyTrace trace, String remark) {
        return new Call(
                kernel,
                entry,
                arguments,
                input,
                digest,
                caller,
                context,
                options,
                certificate,
                expires,
                Optional.of(trace),
                remark,
                used,
                exposed);
    }

    /** This call, by a caller whom its own proof has shown. */
    Call by(Caller shown) {
        return new Call(
                kernel,
                entry,
                arguments,
                input,
                digest,
                shown,
                context.by(shown.principal()),
                options,
                certificate,
                expires,
                policy,
                note,
                used,
                exposed);
    }

    Call reread(Object fresh) {
        return new Call(
                kernel,
                entry,
                arguments,
                fresh,
                digest,
                caller,
                context,
                options,
                certificate,
                expires,
                policy,
                note,
                used,
                exposed);
    }

    /** This call, whose certificate is good until another moment. */
    Call until(Instant other) {
        return new Call(
                kernel,
                entry,
                arguments,
                input,
                digest,
                caller,
                context,
                options,
                certificate,
                other,
                policy,
                note,
                used,
                exposed);
    }

    /** This call as one that a certificate of another runtime is for. */
    Call imported(ExportedClaims claims) {
        return new Call(
                kernel,
                entry,
                arguments,
                input,
                digest,
                caller,
                context,
                options,
                claims.id(),
                claims.expires(),
                policy,
                note,
                used,
                exposed);
    }

    /** Whether the call's certificate is good for one run only. */
    boolean once() {
        return !verb().contract().idempotent()
                || caller.vouched().filter(v -> v.claims().singleUse()).isPresent();
    }

    /** The approvals that the caller brings for exactly this call, by approvers whom the trust names. */
    ApprovalCheck approvals(Trust trust, Instant now) {
        return ApprovalCheck.of(
                options.approvals(),
                trust,
                caller.authority(),
                verb().id(),
                verb().version(),
                digest,
                now);
    }

    /** The typed arguments for somebody outside the kernel, who may keep or change what is mutable. */
    Object exposedInput() {
        // Never back to false: whoever runs the call after this reads its input anew.
        exposed.set(true);
        return input;
    }

    CertificateClaims claims() {
        return new CertificateClaims(
                certificate,
                verb().id(),
                verb().version(),
                verb().effects(),
                verb().inputSchema(),
                verb().outputSchema(),
                digest,
                context,
                policy,
                caller.vouched().map(v -> v.claims().issued()).orElseGet(context::received),
                expires);
    }
}
