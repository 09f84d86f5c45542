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
import tools.jackson.databind.node.ObjectNode;

/**
 * One decoded call at one point of its path: what every proof of it is bound to.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 *
 * @param kernel the kernel that the call belongs to
 * @param entry the verb
 * @param arguments the checked arguments; never handed out
 * @param input the typed arguments
 * @param digest the SHA-256 of the canonical arguments
 * @param caller who calls
 * @param context what the call carries
 * @param options what the caller asked for
 * @param pass its certificates
 * @param ruling what the policy said
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
        Pass pass,
        Ruling ruling) {

    /**
     * What the certificates of a call have in common.
     *
     * @param id their id
     * @param expires when they stop being good
     * @param use what was done with them
     */
    record Pass(UUID id, Instant expires, CallUse use) {}

    /**
     * What the policy said of a call.
     *
     * @param trace how it decided; empty before it did
     * @param note what an AUDIT policy would have refused, empty when nothing
     */
    record Ruling(Optional<PolicyTrace> trace, String note) {

        static final Ruling NONE = new Ruling(Optional.empty(), "");
    }

    VerbDescriptor verb() {
        return entry.verb();
    }

    UUID certificate() {
        return pass.id();
    }

    Instant expires() {
        return pass.expires();
    }

    CallUse use() {
        return pass.use();
    }

    Optional<PolicyTrace> policy() {
        return ruling.trace();
    }

    String note() {
        return ruling.note();
    }

    Call decided(PolicyTrace trace, String remark) {
        Ruling said = new Ruling(Optional.of(trace), remark);
        return new Call(
                kernel, entry, arguments, input, digest, caller, context, options, pass, said);
    }

    /** This call, by a caller whom its own proof has shown. */
    Call by(Caller shown) {
        CallContext theirs = context.by(shown.principal());
        return new Call(
                kernel, entry, arguments, input, digest, shown, theirs, options, pass, ruling);
    }

    Call reread(Object fresh) {
        return new Call(
                kernel, entry, arguments, fresh, digest, caller, context, options, pass, ruling);
    }

    /** This call, whose certificate is good until another moment. */
    Call until(Instant other) {
        return with(new Pass(pass.id(), other, pass.use()));
    }

    /** This call as one that a certificate of another runtime is for. */
    Call imported(ExportedClaims claims) {
        return with(new Pass(claims.id(), claims.expires(), pass.use()));
    }

    private Call with(Pass other) {
        return new Call(
                kernel, entry, arguments, input, digest, caller, context, options, other, ruling);
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
        pass.use().expose();
        return input;
    }

    CertificateClaims claims() {
        return new CertificateClaims(
                pass.id(),
                verb().id(),
                verb().version(),
                verb().effects(),
                verb().inputSchema(),
                verb().outputSchema(),
                digest,
                context,
                policy(),
                caller.vouched().map(v -> v.claims().issued()).orElseGet(context::received),
                pass.expires());
    }
}
