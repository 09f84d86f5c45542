package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import java.nio.ByteBuffer;
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

    private static Digest hash(byte[] line) {
        return Digest.of(
                ByteBuffer.allocate(line.length + 1).put(PREFIX).put(line).array());
    }
}
