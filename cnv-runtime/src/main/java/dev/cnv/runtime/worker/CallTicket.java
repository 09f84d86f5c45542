package dev.cnv.runtime.worker;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.CertificateClaims;
import dev.cnv.runtime.certificate.PolicyTrace;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * The runtime's leave for a worker to run one call: the invocation's credential.
 *
 * <pre>
 * ticket = body | tag, 32 bytes: {@link WorkerSecret#callTag} of the body
 * body   = {  1: sequence        integer, 1 for a worker's first call and one more for each that follows
 *             2: deadlineMillis  integer, how long the call may take from now on; 0 where nothing says so
 *             3: capability      text
 *             4: version         text
 *             5: arguments       bstr, 32 bytes: SHA-256 of the canonical arguments
 *             6: certificate     bstr, 16 bytes
 *             7: issued          [seconds, nanoseconds]
 *             8: expires         [seconds, nanoseconds]
 *             9: context         see {@link ContextForm}
 *            10: policy          see {@link ContextForm}, left out where the policy was not asked
 *            11: listener           true, left out where nobody listens to what the verb says while it runs }
 * </pre>
 *
 * The tag is checked before the body is read. Effects and schemas are not in it: the worker has the same
 * version of the verb, or it would not have started.
 *
 * @param sequence which call of the worker this is
 * @param deadlineMillis how long it may take, in milliseconds; 0 where nothing says so
 * @param claims what the call's certificate says
 * @param listener whether somebody listens to what the verb says while it runs
 */
record CallTicket(long sequence, long deadlineMillis, CertificateClaims claims, boolean listener) {

    /** The longest ticket, in bytes. */
    static final int MAX_BYTES = 256 * 1024;

    private static final int KEY_SEQUENCE = 1;
    private static final int KEY_DEADLINE = 2;
    private static final int KEY_CAPABILITY = 3;
    private static final int KEY_VERSION = 4;
    private static final int KEY_ARGUMENTS = 5;
    private static final int KEY_CERTIFICATE = 6;
    private static final int KEY_ISSUED = 7;
    private static final int KEY_EXPIRES = 8;
    private static final int KEY_CONTEXT = 9;
    private static final int KEY_POLICY = 10;
    private static final int KEY_LISTENER = 11;
    private static final int MAX_NAME_BYTES = 256;

    /** {@return body and tag} */
    byte[] seal(WorkerSecret secret) {
        byte[] body = body();
        byte[] ticket = Arrays.copyOf(body, body.length + WorkerSecret.BYTES);
        System.arraycopy(
                secret.callTag(body, body.length), 0, ticket, body.length, WorkerSecret.BYTES);
        return ticket;
    }

    private byte[] body() {
        CborWriter out = new CborWriter(1024)
                .map(9 + (claims.policy().isPresent() ? 1 : 0) + (listener ? 1 : 0))
                .key(KEY_SEQUENCE)
                .integer(sequence)
                .key(KEY_DEADLINE)
                .integer(deadlineMillis)
                .key(KEY_CAPABILITY)
                .text(claims.capability().path())
                .key(KEY_VERSION)
                .text(claims.version())
                .key(KEY_ARGUMENTS)
                .digest(claims.arguments())
                .key(KEY_CERTIFICATE);
        ContextForm.write(out, claims.id());
        ContextForm.write(out.key(KEY_ISSUED), claims.issued());
        ContextForm.write(out.key(KEY_EXPIRES), claims.expires());
        ContextForm.write(out.key(KEY_CONTEXT), claims.context());
        claims.policy().ifPresent(trace -> ContextForm.write(out.key(KEY_POLICY), trace));
        if (listener) {
            out.key(KEY_LISTENER).bool(true);
        }
        return out.toBytes();
    }

    /**
     * Opens a ticket.
     *
     * @param ticket what came
     * @param verb the worker's own verb
     * @throws IllegalArgumentException when the tag does not hold, the body is none or it names another
     *     verb
     */
    static CallTicket open(byte[] ticket, WorkerSecret secret, VerbDescriptor verb) {
        int count = ticket.length - WorkerSecret.BYTES;
        if (count < 0 || ticket.length > MAX_BYTES) {
            throw new IllegalArgumentException("ticketBytes=" + ticket.length + " is not "
                    + WorkerSecret.BYTES + " to " + MAX_BYTES);
        }
        byte[] tag = Arrays.copyOfRange(ticket, count, ticket.length);
        if (!MessageDigest.isEqual(tag, secret.callTag(ticket, count))) {
            throw new IllegalArgumentException("ticket has a tag that the runtime did not make");
        }
        return read(Arrays.copyOf(ticket, count), verb);
    }

    /**
     * Reads a body.
     *
     * @throws IllegalArgumentException when it is none, or it names another verb
     */
    static CallTicket read(byte[] body, VerbDescriptor verb) {
        CborReader in = CborReader.of("ticket", body, MAX_BYTES);
        in.openMap();
        in.key(KEY_SEQUENCE, "sequence");
        long sequence = in.integer(1, Long.MAX_VALUE);
        in.key(KEY_DEADLINE, "deadlineMillis");
        long deadlineMillis = in.integer(0, Long.MAX_VALUE);
        CertificateClaims claims = claims(in, verb);
        boolean listener = in.optionalKey(KEY_LISTENER, "listener") && onlyTrue(in);
        in.close();
        in.end();
        return new CallTicket(sequence, deadlineMillis, claims, listener);
    }

    private static boolean onlyTrue(CborReader in) {
        if (!in.bool()) {
            throw in.refused("is false, which is said by leaving it out");
        }
        return true;
    }

    private static CertificateClaims claims(CborReader in, VerbDescriptor verb) {
        requireVerb(in, verb);
        in.key(KEY_ARGUMENTS, "arguments");
        var arguments = in.digest();
        in.key(KEY_CERTIFICATE, "certificate");
        var certificate = ContextForm.uuid(in);
        in.key(KEY_ISSUED, "issued");
        var issued = ContextForm.instant(in);
        in.key(KEY_EXPIRES, "expires");
        var expires = ContextForm.instant(in);
        in.key(KEY_CONTEXT, "context");
        var context = ContextForm.context(in);
        return new CertificateClaims(
                certificate,
                verb.id(),
                verb.version(),
                verb.effects(),
                verb.inputSchema(),
                verb.outputSchema(),
                arguments,
                context,
                policy(in),
                issued,
                expires);
    }

    private static void requireVerb(CborReader in, VerbDescriptor verb) {
        in.key(KEY_CAPABILITY, "capability");
        CapabilityId capability = in.value(MAX_NAME_BYTES, CapabilityId::new);
        in.key(KEY_VERSION, "version");
        String version = in.text(MAX_NAME_BYTES);
        if (!capability.equals(verb.id()) || !version.equals(verb.version())) {
            throw in.refused("is for capability=" + capability + " version=" + version
                    + ", not for " + verb.id() + " version=" + verb.version());
        }
    }

    private static Optional<PolicyTrace> policy(CborReader in) {
        return in.optionalKey(KEY_POLICY, "policy")
                ? Optional.of(ContextForm.trace(in))
                : Optional.empty();
    }
}
