package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record as a leaf of a tree over the ledger.
 *
 * @param record the record
 * @param hash the leaf's hash (RFC 9162 section 2.1.1): the SHA-256 of a zero byte and the record's
 *     line without its line feed
 */
public record LedgerLeaf(LedgerRecord record, Digest hash) {

    private static final byte PREFIX = 0;

    /** The leaf of a line without its line feed. */
    static LedgerLeaf ofLine(LedgerRecord record, byte[] line) {
        return new LedgerLeaf(record, hash(line));
    }

    /** The leaf of a record of a ledger that has no lines. */
    static LedgerLeaf ofRecord(LedgerRecord record) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("index", record.index());
        json.put("type", EventJson.type(record.event()));
        json.set("event", EventJson.write(record.event()));
        return new LedgerLeaf(record, hash(CanonicalJson.bytes(json)));
    }

    /** {@return the leaf hash of a line without its line feed} */
    static Digest hash(byte[] line) {
        return new Digest(HexFormat.of().formatHex(hash(sha256(), line, 0, line.length)));
    }

    static byte[] hash(MessageDigest sha256, byte[] buffer, int from, int length) {
        sha256.update(PREFIX);
        sha256.update(buffer, from, length);
        return sha256.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform has SHA-256: java.security.MessageDigest's class documentation.
            throw new IllegalStateException(
                    "algorithm=SHA-256 is missing from this Java platform", e);
        }
    }
}
