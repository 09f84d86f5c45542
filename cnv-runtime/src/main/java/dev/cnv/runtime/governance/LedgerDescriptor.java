package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;

/**
 * The format of a ledger's directory. A ledger is a sequence of lines, cut into segments:
 *
 * <pre>{@code
 * segments/00000000000000000000.jsonl   records 0 to 411
 * segments/00000000000000000412.jsonl   records 412 to ...; named by the first one, 20 digits
 * payloads/3f/0c...                     bytes that records name by their SHA-256, see PayloadStore
 * lock, lock-in-process                 held by who writes, see DirectoryLock
 * }</pre>
 *
 * <p>A segment is UTF-8, one JSON object a line:
 *
 * <pre>{@code
 * line 1    {"crc":"9f2c01ab","created":"2026-01-01T00:00:00Z","first":412,"format":"cnv-ledger",
 *            "prev":"64 hexadecimal digits","version":2}                           the header LF
 * line n+2  one record, in the order of indices, without gaps                                 LF
 * room      zeros, while the segment is written to and after a crash; they count for nothing
 *
 *   {"crc":"........",                 CRC-32C of all bytes of the line after this member's comma,
 *    |                                 8 lower-case hexadecimal digits, at a fixed place: bytes 8 to 15
 *    "batch":17,                       index of the first record that was written together with this
 *    |                                 one; all records before that one were on disk before
 *    "event":{"invocation":..., ...},  members depend on the type; absent members are empty
 *    "index":19,                       counted from 0 over all segments
 *    "prev":"64 hexadecimal digits",   leaf hash of the record before, in whatever segment; the first
 *    |                                 record's is all zeros. A header's is that of the record before
 *    |                                 the segment
 *    "type":"policy-decision"}            see EventJson; a-z, 0-9 and -, at most 64
 * }</pre>
 *
 * <p>After the checksum a line is canonical JSON ({@link
 * dev.cnv.runtime.canonical.CanonicalJson}): members sorted, no white space. The bytes of a record's
 * line, without its line feed, are a leaf of a tree over the ledger, so the leaf hash is RFC 9162's
 * (section 2.1.1): the SHA-256 of a zero byte and these bytes. The leaf hash of the last record is the
 * ledger's head; with a head kept elsewhere, nobody can change or cut the lines before it unseen.
 * Without one, a ledger that lost its last lines cannot be told from one that never had them. A header
 * is no leaf.
 *
 * <p>What a crash can leave behind is a damaged last batch, because a batch is written only after the
 * batch before it is on disk; or a last segment without a header, because a segment is begun only when
 * everything before it is on disk, and its header is on disk before its first record is written. The
 * damaged batch is cut at the first damaged line; the header is written again. Damage that has a record
 * of a later batch or another segment behind it is no crash, and nothing is written to the ledger.
 *
 * <p>An event whose line would be longer lies in a payload: the line has its short members and {@code
 * spilled}, the payload's digest.
 *
 * <p>A reader of version 2 keeps records of types that it does not know. From the first release on, a
 * writer that changes the members of an event gives it another type name; one that changes the lines
 * raises the version. Version 1 was one file, {@value #OLD_FILE}.
 */
public final class LedgerDescriptor {

    /** The name of the format, in each header. */
    public static final String FORMAT = "cnv-ledger";

    /** The version of the format. */
    public static final int VERSION = 2;

    /** The folder of the segments within the ledger's directory. */
    public static final String SEGMENTS = "segments";

    /** How the name of a segment ends. */
    public static final String SEGMENT_ENDING = ".jsonl";

    /** The folder of the payloads within the ledger's directory. */
    public static final String PAYLOADS = "payloads";

    /** The folder of the transparency log's files within the ledger's directory. */
    public static final String LOG = "tlog";

    /** The file of a ledger of version 1, which is refused. */
    static final String OLD_FILE = "ledger.jsonl";

    /** The longest line, its line feed included, in bytes: an entry of a C2SP entry bundle has 65,535. */
    public static final int MAX_LINE_BYTES = 64 * 1024;

    /** The longest header line, its line feed included, in bytes. */
    public static final int MAX_HEADER_BYTES = 256;

    /** The most bytes that are written before they are forced to disk. */
    public static final int MAX_BATCH_BYTES = 4 * 1024 * 1024;

    /** The size from which a segment takes no further batch, in bytes. */
    public static final long SEGMENT_BYTES = 64L * 1024 * 1024;

    /** The largest payload, in bytes. */
    public static final int MAX_PAYLOAD_BYTES = 16 * 1024 * 1024;

    /** The deepest nesting of a record's arguments. */
    public static final int MAX_ARGUMENT_DEPTH = 64;

    /** What the first record has for the leaf hash of the record before. */
    public static final Digest NO_RECORD = new Digest("0".repeat(64));

    /** The nesting that a line puts around the arguments. */
    static final int ENVELOPE_DEPTH = 2;

    /** The longest number in a line, in characters. */
    static final int MAX_NUMBER_LENGTH = 1_000;

    private LedgerDescriptor() {}

    /**
     * The name of a segment's file in the folder {@link #SEGMENTS}.
     *
     * @param first the index of its first record
     * @return twenty digits and {@value #SEGMENT_ENDING}
     */
    public static String segmentName(long first) {
        return FileDiskDirectory.name(first);
    }
}
