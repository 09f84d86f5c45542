package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What the reader without a tree answers is what the reader with a tree answers. */
class DecisionReaderTest {

    private static final String PIECES = "{}[]:,\"\\0123456789abcdef-TZ.u\ntruefalsn\u00e9\ud800";

    private final DecisionReader reader = new DecisionReader();

    private static List<PolicyDecision> decisions() {
        return List.of(
                Events.fullDecided(),
                Events.decidedOnFacts(),
                Events.vouchedDecided(),
                Events.fullSpending(),
                Events.personal(),
                Events.decided(Events.object()));
    }

    private static byte[] line(String type, byte[] event) {
        return LedgerLine.record(0, 7, Digest.of("prev"), type, event);
    }

    private Optional<PolicyDecision> read(byte[] event) {
        byte[] line = line(EventJson.POLICY_DECISION, event);
        byte[] within = new byte[line.length + 6];
        System.arraycopy(line, 0, within, 3, line.length);
        return reader.read(within, 3, line.length);
    }

    private Optional<PolicyDecision> read(ObjectNode event) {
        return read(CanonicalJson.bytes(event));
    }

    @Test
    void read_everyKindOfDecision_isWhatTheTreeSays() {
        for (PolicyDecision decision : decisions()) {
            assertEquals(Optional.of(decision), read(EventJson.write(decision)));
        }
    }

    @Test
    void read_argumentsOfEveryType_areThoseOfTheTree() {
        ObjectNode arguments = Events.object();
        arguments.put("int", 7).put("long", 1L << 40).put("text", "\u00e9\u4e2d\uD83D\uDE00");
        arguments.put("big", BigDecimal.TEN.pow(30).toBigInteger());
        arguments.put("decimal", new BigDecimal("12.50")).put("quoted", "a\"b\\c\td");
        arguments.putArray("list").add(true).addNull().addObject().put("x", -1);
        PolicyDecision decision = Events.decided(arguments);
        byte[] line =
                line(EventJson.POLICY_DECISION, CanonicalJson.bytes(EventJson.write(decision)));
        assertEquals(
                EventJson.read(
                        EventJson.POLICY_DECISION, LedgerLine.parseRecord(line).event()),
                reader.read(line, 0, line.length).orElseThrow());
    }

    @Test
    void read_otherType_isEmpty() {
        byte[] line = line("mode-changed", "{}".getBytes(StandardCharsets.UTF_8));
        assertEquals(Optional.empty(), reader.read(line, 0, line.length));
    }

    @Test
    void read_memberTwiceMissingOrUnknown_isEmpty() {
        String text = CanonicalJson.text(EventJson.write(Events.decidedOnFacts()));
        for (String member : List.of("\"agent\":\"bot:7\",", "\"depth\":2,", "\"dryRun\":true,")) {
            assertTrue(text.contains(member), member);
            assertEquals(Optional.empty(), read(utf8(text.replace(member, ""))), member);
            assertEquals(Optional.empty(), read(utf8(text.replace(member, member + member))));
            assertEquals(Optional.empty(), read(utf8(text.replace(member, "\"zz\":1," + member))));
        }
        assertTrue(read(utf8(text)).isPresent());
    }

    @Test
    void read_wrongChecksum_isEmpty() {
        byte[] line = line(
                EventJson.POLICY_DECISION,
                CanonicalJson.bytes(EventJson.write(Events.fullDecided())));
        line[line.length / 2] ^= 1;
        assertEquals(Optional.empty(), reader.read(line, 0, line.length));
    }

    /** Whatever is read here is read by the tree too, and is the same. */
    @Test
    void read_changed_isEmptyOrWhatTheTreeSays() {
        AtomicInteger readCount = new AtomicInteger();
        Property.named("decision-reader-changed").check(DecisionReaderTest::changed, event -> {
            Optional<PolicyDecision> read = read(event);
            if (read.isPresent()) {
                readCount.incrementAndGet();
                byte[] line = line(EventJson.POLICY_DECISION, event);
                assertEquals(
                        EventJson.read(
                                EventJson.POLICY_DECISION,
                                LedgerLine.parseRecord(line).event()),
                        read.get());
            }
        });
        assertTrue(readCount.get() > 100, "read=" + readCount);
    }

    private static byte[] changed(Draws draws) {
        String text = CanonicalJson.text(EventJson.write(draws.pick(decisions())));
        return draws.rarely(2)
                ? Fuzz.changed(draws, utf8(text))
                : utf8(Fuzz.changed(draws, text, PIECES));
    }

    @Test
    void instant_everyForm_isReadAsTheJdkDoesOrRefused() {
        InstantParser parser = new InstantParser();
        Property.named("instant-parser").check(DecisionReaderTest::instant, text -> {
            Instant expected = null;
            try {
                expected = Instant.parse(text);
            } catch (DateTimeException _) {
                // Refused below too.
            }
            if (expected != null && expected.toString().equals(text)) {
                assertEquals(expected, parser.parse(text));
            } else {
                assertThrows(RuntimeException.class, () -> parser.parse(text));
            }
        });
    }

    private static String instant(Draws draws) {
        long second = draws.rarely(4) ? draws.upTo(4_000_000_000L) : 1_767_225_600 + draws.upTo(99);
        long nanos = draws.pick(List.of(0L, draws.upTo(999) * 1_000_000, draws.upTo(999_999_999)));
        String text = Instant.ofEpochSecond(second, nanos).toString();
        return draws.rarely(3) ? Fuzz.changed(draws, text, "0123456789:.TZ-") : text;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
