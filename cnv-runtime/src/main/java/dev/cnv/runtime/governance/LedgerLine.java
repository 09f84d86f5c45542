package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32C;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One line of a ledger's segment, as {@link LedgerDescriptor} draws it. Lines here are without their
 * line feed. What is wrong with a line is an {@link IllegalArgumentException} that says what.
 *
 * @param batch the index of the first record written together with this one
 * @param index the record's place
 * @param prev the leaf hash of the record before
 * @param type the name of the event's type
 * @param event the event's members
 * @param digest the leaf hash of this line (RFC 9162 section 2.1.1)
 */
record LedgerLine(
        long batch, long index, Digest prev, String type, ObjectNode event, Digest digest) {

    static final byte[] CRC_BEGIN = "{\"crc\":\"".getBytes(StandardCharsets.US_ASCII);
    static final byte[] CRC_END = "\",".getBytes(StandardCharsets.US_ASCII);
    static final int CRC_DIGITS = 8;
    /** Where what the checksum covers begins. */
    static final int BODY = CRC_BEGIN.length + CRC_DIGITS + CRC_END.length;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(LedgerDescriptor.MAX_ARGUMENT_DEPTH
                                    + LedgerDescriptor.ENVELOPE_DEPTH)
                            .maxStringLength(LedgerDescriptor.MAX_PAYLOAD_BYTES)
                            .maxNumberLength(LedgerDescriptor.MAX_NUMBER_LENGTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /**
     * The header of a segment.
     *
     * @param segment the index of its first record
     * @param prev the leaf hash of the record before it
     */
    static byte[] header(Instant created, long segment, Digest prev) {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        header.put("created", created.toString());
        header.put("first", segment);
        header.put("format", LedgerDescriptor.FORMAT);
        header.put("prev", prev.hex());
        header.put("version", LedgerDescriptor.VERSION);
        return seal(utf8(CanonicalJson.text(header).substring(1)));
    }

    /**
     * A record.
     *
     * @param event the canonical bytes of the event's members
     */
    static byte[] record(long batch, long index, Digest prev, String type, byte[] event) {
        LineWriter out = new LineWriter(prev.bytes());
        out.add(batch, index, type, event);
        return Arrays.copyOf(out.buffer(), out.length() - 1);
    }

    /**
     * Checks a header.
     *
     * @param segment the index of the segment's first record, from its name
     * @return the leaf hash of the record before the segment
     * @throws LedgerException for a header of another format or version
     * @throws IllegalArgumentException when it is damaged
     */
    static Digest requireHeader(byte[] line, long segment) {
        requireCrc(line);
        Members in = new Members(parse(line));
        in.text("crc");
        String format = in.text("format");
        int version = in.int32("version");
        if (!format.equals(LedgerDescriptor.FORMAT) || version != LedgerDescriptor.VERSION) {
            throw new LedgerException(
                    "format=" + format + " version=" + version + " is not "
                            + LedgerDescriptor.FORMAT + " version " + LedgerDescriptor.VERSION
                            + ": use the release that wrote it",
                    null);
        }
        in.instant("created");
        if (in.int64("first") != segment) {
            throw new IllegalArgumentException(
                    "first=" + in.int64("first") + " is not the segment's name: " + segment);
        }
        return in.end(new Digest(in.text("prev")));
    }

    /** Reads a record without judging its place. */
    static LedgerLine parseRecord(byte[] line) {
        requireCrc(line);
        Members in = new Members(parse(line));
        in.text("crc");
        return in.end(new LedgerLine(
                in.int64("batch"),
                in.int64("index"),
                new Digest(in.text("prev")),
                in.text("type"),
                in.object("event"),
                LedgerLeaf.hash(line)));
    }

    /**
     * The record, with its event read strictly.
     *
     * @param payloads finds the payload of an event that is too long for a line
     * @throws IllegalArgumentException when the event is not what its type says, or its payload is missing
     *     and it is one that is nothing without it
     */
    LedgerRecord toRecord(Function<Digest, Optional<byte[]>> payloads) {
        return new LedgerRecord(
                index,
                SpilledEvent.resolve(event, payloads)
                        .map(members -> EventJson.read(type, members))
                        .orElseGet(this::erased));
    }

    /** What remains of an event of a call whose payload was erased. */
    private LedgerEvent erased() {
        if (type.equals(EventJson.POLICY_DECISION) || type.equals(EventJson.INVOCATION_COMPLETED)) {
            return EventJson.unrecognised(type, event);
        }
        throw new IllegalArgumentException("payload="
                + event.get(SpilledEvent.MEMBER).stringValue()
                + " is missing, and an event of this type is nothing without it");
    }

    /** Says whether a line is byte for byte what this version would have written. */
    boolean isCanonical(byte[] line) {
        return Arrays.equals(line, record(batch, index, prev, type, CanonicalJson.bytes(event)));
    }

    static byte[] withLineFeed(byte[] line) {
        byte[] ended = Arrays.copyOf(line, line.length + 1);
        ended[line.length] = '\n';
        return ended;
    }

    private static byte[] seal(byte[] body) {
        ByteBuffer line = ByteBuffer.allocate(BODY + body.length);
        line.put(CRC_BEGIN).put(crc(body)).put(CRC_END).put(body);
        return line.array();
    }

    /** Checks a line's checksum, which stands at a fixed place. */
    static void requireCrc(CRC32C crc, byte[] buffer, int from, int length) {
        if (length <= BODY) {
            throw new IllegalArgumentException(
                    "lineBytes=" + length + " is too short for a record");
        }
        crc.reset();
        crc.update(buffer, from + BODY, length - BODY);
        int digits = from + CRC_BEGIN.length;
        if (!Arrays.equals(buffer, from, digits, CRC_BEGIN, 0, CRC_BEGIN.length)
                || !Arrays.equals(
                        buffer, digits + CRC_DIGITS, from + BODY, CRC_END, 0, CRC_END.length)
                || hex(buffer, digits) != crc.getValue()) {
            throw new IllegalArgumentException("the checksum is wrong");
        }
    }

    /** {@return the value of a lower-case hexadecimal digit, negative when it is none} */
    static int hexDigit(byte digit) {
        if (digit >= '0' && digit <= '9') {
            return digit - '0';
        }
        return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
    }

    private static void requireCrc(byte[] line) {
        requireCrc(new CRC32C(), line, 0, line.length);
    }

    /** {@return the value of eight digits, negative when they are none} */
    private static long hex(byte[] buffer, int from) {
        long value = 0;
        for (int i = 0; i < CRC_DIGITS; i++) {
            int digit = hexDigit(buffer[from + i]);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static byte[] crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return HexFormat.of().toHexDigits((int) crc.getValue()).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The object in a line or a payload. */
    static ObjectNode parse(byte[] line) {
        try {
            // Decoded here because a parser's own decoder may put U+FFFD for what is not UTF-8.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
            JsonNode node = MAPPER.readTree(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new IllegalArgumentException(
                    "the line is " + node.getNodeType() + " and not an object");
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the line is not UTF-8", e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "the line is not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
