package dev.cnv.runtime.tlog;

import static dev.cnv.runtime.tlog.MerkleHasher.HASH_BYTES;

import dev.cnv.runtime.canonical.CborDescriptor;
import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A receipt of inclusion (RFC 9942) in deterministic CBOR, in one form. It is a claim until {@link
 * #check} finds that it holds.
 *
 * <pre>
 * 18([ protected : bstr { 1: algorithm, 4: key id (32 bytes), 15: { 1: origin (text) },
 *                         395: 1 (RFC9162_SHA256), -65537: size },
 *      unprotected : { 396: { -1: [ bstr [ size, index, [ hash : 32 bytes, 0 to 63 times ] ] ] } },
 *      payload : null, the root is detached,
 *      signature : bstr ])
 * </pre>
 *
 * RFC 9942 leaves the size of the tree outside of what is signed, and trees of several sizes can lead
 * to one root from one path. Therefore the size is among the protected headers too, under a label for
 * private use, and must be the same.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class CoseReceipt {

    /** The largest receipt, in bytes. */
    public static final int MAX_BYTES = 8 * 1024;

    private static final int ALGORITHM = 1;
    private static final int KEY_ID = 4;
    private static final int CWT_CLAIMS = 15;
    private static final int ISSUER = 1;
    private static final int VERIFIABLE_DATA_STRUCTURE = 395;
    private static final int PROOFS = 396;
    private static final int INCLUSION = -1;
    private static final int RFC9162_SHA256 = 1;
    private static final int SIGNED_SIZE = -65537;

    private static final byte[] NOTHING = {};

    private final byte[] bytes;
    private final byte[] header;
    private final SignatureSuite suite;
    private final Digest keyId;
    private final String origin;
    private final InclusionProof proof;
    private final byte[] signature;

    private CoseReceipt(byte[] bytes) {
        CborReader in = CborReader.of("receipt", bytes, MAX_BYTES);
        in.tag(CborDescriptor.TAG_COSE_SIGN1);
        in.openTuple(4);
        this.bytes = bytes;
        this.header = in.bytes(MAX_BYTES);
        CborReader headers = CborReader.of("receipt.protected", header, MAX_BYTES);
        headers.openMap(5);
        headers.key(ALGORITHM, "algorithm");
        long algorithm = headers.integer();
        this.suite = headers.checked(() -> SignatureSuite.ofCoseAlgorithm(algorithm));
        headers.key(KEY_ID, "keyId");
        this.keyId = headers.digest();
        headers.key(CWT_CLAIMS, "claims");
        headers.openMap(1);
        headers.key(ISSUER, "origin");
        this.origin = headers.value(NoteKey.MAX_NAME_BYTES, CoseReceipt::name);
        headers.close();
        headers.key(VERIFIABLE_DATA_STRUCTURE, "verifiableDataStructure");
        headers.integer(RFC9162_SHA256, RFC9162_SHA256);
        headers.key(SIGNED_SIZE, "size");
        long size = headers.integer(1, Long.MAX_VALUE);
        headers.close();
        headers.end();
        this.proof = readProof(in);
        if (proof.size() != size) {
            throw in.refused(
                    "has a proof for size=" + proof.size() + ", but size=" + size + " is signed");
        }
        in.nil();
        this.signature = in.bytesExactly(suite.signatureBytes());
        in.close();
        in.end();
    }

    private static String name(String text) {
        NoteKey.requireName(text);
        return text;
    }

    private static InclusionProof readProof(CborReader in) {
        in.openMap(1);
        in.key(PROOFS, "proofs");
        in.openMap(1);
        in.key(INCLUSION, "inclusion");
        in.openTuple(1);
        CborReader inside = in.embedded(MAX_BYTES);
        inside.openTuple(3);
        long size = inside.integer(1, Long.MAX_VALUE);
        long index = inside.integer(0, size - 1);
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        for (int left = inside.openArray(InclusionProof.MAX_HASHES); left > 0; left--) {
            path.writeBytes(inside.bytesExactly(HASH_BYTES));
        }
        inside.close();
        inside.close();
        inside.end();
        in.close();
        in.close();
        in.close();
        return InclusionProof.ofBytes(index, size, path.toByteArray());
    }

    static CoseReceipt sign(SigningKey key, Checkpoint checkpoint, InclusionProof proof) {
        byte[] header = new CborWriter()
                .map(5)
                .key(ALGORITHM)
                .integer(key.suite().coseAlgorithm())
                .key(KEY_ID)
                .digest(key.id())
                .key(CWT_CLAIMS)
                .map(1)
                .key(ISSUER)
                .text(checkpoint.origin())
                .key(VERIFIABLE_DATA_STRUCTURE)
                .integer(RFC9162_SHA256)
                .key(SIGNED_SIZE)
                .integer(checkpoint.size())
                .toBytes();
        byte[] inside = writeProof(proof);
        byte[] signature = key.sign(signedBytes(header, checkpoint.root()));
        return new CoseReceipt(new CborWriter()
                .tag(CborDescriptor.TAG_COSE_SIGN1)
                .array(4)
                .bytes(header)
                .map(1)
                .key(PROOFS)
                .map(1)
                .key(INCLUSION)
                .array(1)
                .bytes(inside)
                .nil()
                .bytes(signature)
                .toBytes());
    }

    private static byte[] writeProof(InclusionProof proof) {
        byte[] path = proof.pathBytes();
        CborWriter inside = new CborWriter()
                .array(3)
                .integer(proof.size())
                .integer(proof.index())
                .array(path.length / HASH_BYTES);
        for (int at = 0; at < path.length; at += HASH_BYTES) {
            inside.bytes(path, at, HASH_BYTES);
        }
        return inside.toBytes();
    }

    /**
     * Reads a receipt. Nothing that it says is known to be true.
     *
     * @param bytes its bytes; copied
     * @return the receipt
     * @throws CborRefusedException when they have another form
     */
    public static CoseReceipt parse(byte[] bytes) {
        return new CoseReceipt(CborReader.within("receipt", bytes, MAX_BYTES).clone());
    }

    /** {@return the id of the key that is said to have signed} */
    public Digest keyId() {
        return keyId;
    }

    /** {@return the origin of the log, as the receipt says} */
    public String origin() {
        return origin;
    }

    /** {@return the proof, whose size is among what is signed} */
    public InclusionProof proof() {
        return proof;
    }

    /**
     * Checks the receipt by itself: the root that the entry leads to must be signed.
     *
     * @param key the key that the caller trusts for the log
     * @param log the log's origin
     * @param entry the entry
     * @return whether the entry is in the log; nothing is thrown
     */
    public ProofVerdict check(PublicKey key, String log, byte[] entry) {
        ProofVerdict shape = proof.shape();
        return shape.holds()
                ? checkSigned(
                        key, log, proof.rootFrom(MerkleTree.leafHash(entry)).orElseThrow())
                : shape;
    }

    /**
     * Checks the receipt beside a checkpoint that the caller trusts: first who has signed its root, then
     * the size, then that the entry is there.
     *
     * @param key the key that the caller trusts for the log
     * @param checkpoint the checkpoint
     * @param entry the entry
     * @return whether the entry is in the tree of the checkpoint; nothing is thrown
     */
    public ProofVerdict check(PublicKey key, Checkpoint checkpoint, byte[] entry) {
        ProofVerdict signed = checkSigned(key, checkpoint.origin(), checkpoint.root());
        if (!signed.holds()) {
            return signed;
        }
        return proof.size() == checkpoint.size()
                ? proof.verify(MerkleTree.leafHash(entry), checkpoint.root())
                : ProofVerdict.refused(
                        LogFault.ROOT_MISMATCH,
                        "the receipt is for size=" + proof.size() + ", not for "
                                + checkpoint.size());
    }

    private ProofVerdict checkSigned(PublicKey key, String log, Digest root) {
        if (!log.equals(origin)) {
            return ProofVerdict.refused(
                    LogFault.ORIGIN_OTHER,
                    "the receipt is of origin=" + origin + ", not of " + log);
        }
        if (!key.id().equals(keyId) || key.suite() != suite) {
            return ProofVerdict.refused(
                    LogFault.SIGNATURE_MISSING,
                    "the receipt says that key=" + keyId.shortHex() + " signed it, not key="
                            + key.id().shortHex());
        }
        return key.verify(signedBytes(header, root), signature)
                ? new ProofVerdict.Holds()
                : ProofVerdict.refused(
                        LogFault.SIGNATURE_INVALID,
                        "the signature does not hold for root=" + root.shortHex());
    }

    /** The Sig_structure of RFC 9052 section 4.4, whose payload is the root. */
    private static byte[] signedBytes(byte[] header, Digest root) {
        return new CborWriter()
                .array(4)
                .text("Signature1")
                .bytes(header)
                .bytes(NOTHING)
                .digest(root)
                .toBytes();
    }

    /** {@return the bytes, in a new array} */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CoseReceipt that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "CoseReceipt[origin=" + origin + ", keyId=" + keyId.shortHex() + ", proof=" + proof
                + "]";
    }
}
