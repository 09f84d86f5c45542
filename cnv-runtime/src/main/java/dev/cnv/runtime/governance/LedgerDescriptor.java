package dev.cnv.runtime.governance;

/**
 * The format of a ledger's file: {@value #FILE_NAME}, UTF-8, one JSON object a line.
 *
 * <pre>{@code
 * line 1    {"crc":"9f2c01ab","created":"2026-01-01T00:00:00Z","format":"cnv-ledger","version":1} LF
 * line 2    {"batch":...}                                                      record with index 0 LF
 * line n+2  one record, in the order of indices, without gaps                                      LF
 *
 *   {"crc":"........",                 CRC-32C of all bytes of the line after this member's comma,
 *    |                                 8 lower-case hexadecimal digits, at a fixed place: bytes 8 to 15
 *    "batch":17,                       index of the first record that was written together with this
 *    |                                 one; all records before that one were on disk before
 *    "event":{"invocation":..., ...},  members depend on the type; absent members are empty
 *    "index":19,                       counted from 0
 *    "prev":"64 hexadecimal digits",   SHA-256 of the line before, without its LF
 *    "type":"policy-decision"}            see EventJson
 * }</pre>
 *
 * <p>After the checksum a line is canonical JSON ({@link
 * dev.cnv.runtime.canonical.CanonicalJson}): members sorted, no white space. The SHA-256 of the last
 * line is the ledger's head; with a head kept elsewhere, nobody can change or cut the lines before it
 * unseen. Without one, a ledger that lost its last lines cannot be told from one that never had them.
 *
 * <p>What a crash can leave behind is a damaged last batch, because a batch is written only after the
 * batch before it is on disk. It is cut at the first damaged line. Damage that has a record of a later
 * batch behind it is no crash, and the ledger is not opened for writing.
 *
 * <p>A reader of version 1 keeps records of types that it does not know. From the first release on, a
 * writer that changes the members of an event gives it another type name; one that changes the lines
 * raises the version.
 */
public final class LedgerDescriptor {

    /** The name of the format, in the header. */
    public static final String FORMAT = "cnv-ledger";

    /** The version of the format. */
    public static final int VERSION = 1;

    /** The file's name within the ledger's directory. */
    public static final String FILE_NAME = "ledger.jsonl";

    /** The longest line, its line feed included, in bytes. */
    public static final int MAX_LINE_BYTES = 1024 * 1024;

    /** The longest header line, its line feed included, in bytes. */
    public static final int MAX_HEADER_BYTES = 256;

    /** The most bytes that are written before they are forced to disk. */
    public static final int MAX_BATCH_BYTES = 4 * 1024 * 1024;

    /** The deepest nesting of a record's arguments. */
    public static final int MAX_ARGUMENT_DEPTH = 64;

    /** The nesting that a line puts around the arguments. */
    static final int ENVELOPE_DEPTH = 2;

    /** The longest number in a line, in characters. */
    static final int MAX_NUMBER_LENGTH = 1_000;

    private LedgerDescriptor() {}
}
