package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.outcome.Receipt;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Where a runtime's ledger tells of a call, on the wire. It is the runtime's word; what a stranger can
 * check is a signed receipt.
 *
 * <pre>
 * { 1: invocation   bstr 16
 *   2: capability   text
 *   3: version      text
 *   4: agent        text
 *   5: tenant       text
 *   6: correlation  text      left out when it is the invocation's
 *   7: parent       bstr 16   left out when there is none
 *   8: policy       text      left out when none was asked
 *   9: rule         text      left out when none decided
 *  10: decision     integer   left out when it was not recorded
 *  11: outcome      integer   left out when it was not recorded
 *  12: signed       bstr      the signed receipt; left out when none was asked for or made }
 * </pre>
 *
 * It is deterministic CBOR (RFC 8949, section 4.2.1).
 *
 * @param receipt the receipt
 * @param signed the same in a form that a stranger can check
 */
record ReceiptFields(Receipt receipt, Optional<SignedReceipt> signed) {

    /** The most that the fields can have, in bytes. */
    static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_TEXT_BYTES = 1024;

    private static final int MAX_SIGNED_BYTES = 48 * 1024;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int UUID_BYTES = 16;

    private static final int UUID_TEXT_LENGTH = 36;

    byte[] encode() {
        boolean ownCorrelation = !isInvocation(receipt.correlation());
        CborWriter out = new CborWriter(256)
                .map(5 + (ownCorrelation ? 1 : 0) + optionalCount())
                .key(1)
                .bytes(bytes(receipt.invocation()))
                .key(2)
                .text(receipt.capability())
                .key(3)
                .text(receipt.version())
                .key(4)
                .text(receipt.agent())
                .key(5)
                .text(receipt.tenant());
        if (ownCorrelation) {
            out.key(6).text(receipt.correlation());
        }
        receipt.parent().ifPresent(id -> out.key(7).bytes(bytes(id)));
        receipt.policy().ifPresent(hash -> out.key(8).text(hash));
        receipt.rule().ifPresent(name -> out.key(9).text(name));
        receipt.decision().ifPresent(index -> out.key(10).integer(index));
        receipt.outcome().ifPresent(index -> out.key(11).integer(index));
        signed.ifPresent(each -> out.key(12).bytes(each.bytes()));
        return out.toBytes();
    }

    /** Whether a correlation is the invocation's id; a text of another length is not written out for it. */
    private boolean isInvocation(String correlation) {
        return correlation.length() == UUID_TEXT_LENGTH
                && correlation.equals(receipt.invocation().toString());
    }

    private int optionalCount() {
        return (receipt.parent().isPresent() ? 1 : 0)
                + (receipt.policy().isPresent() ? 1 : 0)
                + (receipt.rule().isPresent() ? 1 : 0)
                + (receipt.decision().isPresent() ? 1 : 0)
                + (receipt.outcome().isPresent() ? 1 : 0)
                + (signed.isPresent() ? 1 : 0);
    }

    /**
     * Reads the fields.
     *
     * @throws dev.cnv.runtime.canonical.CborRefusedException when the bytes are not in the form
     */
    static ReceiptFields decode(byte[] bytes) {
        CborReader in = CborReader.of("receipt", bytes, MAX_BYTES);
        in.openMap();
        Receipt receipt = receipt(in);
        Optional<SignedReceipt> signed = in.optionalKey(12, "signed")
                ? Optional.of(SignedReceipt.of(in.bytes(MAX_SIGNED_BYTES)))
                : Optional.empty();
        in.close();
        in.end();
        return new ReceiptFields(receipt, signed);
    }

    /** The arguments are evaluated from left to right, in the order of the keys. */
    private static Receipt receipt(CborReader in) {
        in.key(1, "invocation");
        UUID invocation = uuid(in);
        return new Receipt(
                invocation,
                text(in, 2, "capability", CapabilityId.MAX_LENGTH),
                text(in, 3, "version", MAX_TEXT_BYTES),
                text(in, 4, "agent", MAX_TEXT_BYTES),
                text(in, 5, "tenant", MAX_TEXT_BYTES),
                text(in, 6, "correlation").orElseGet(invocation::toString),
                in.optionalKey(7, "parent") ? Optional.of(uuid(in)) : Optional.empty(),
                text(in, 8, "policy"),
                text(in, 9, "rule"),
                index(in, 10, "decision"),
                index(in, 11, "outcome"));
    }

    private static String text(CborReader in, int key, String name, int maxBytes) {
        in.key(key, name);
        return in.text(maxBytes);
    }

    private static Optional<String> text(CborReader in, int key, String name) {
        return in.optionalKey(key, name) ? Optional.of(in.text(MAX_TEXT_BYTES)) : Optional.empty();
    }

    private static OptionalLong index(CborReader in, int key, String name) {
        return in.optionalKey(key, name)
                ? OptionalLong.of(in.integer(0, Long.MAX_VALUE))
                : OptionalLong.empty();
    }

    private static UUID uuid(CborReader in) {
        byte[] bytes = in.bytesExactly(UUID_BYTES);
        return new UUID((long) LONGS.get(bytes, 0), (long) LONGS.get(bytes, Long.BYTES));
    }

    private static byte[] bytes(UUID id) {
        byte[] bytes = new byte[UUID_BYTES];
        LONGS.set(bytes, 0, id.getMostSignificantBits());
        LONGS.set(bytes, Long.BYTES, id.getLeastSignificantBits());
        return bytes;
    }
}
