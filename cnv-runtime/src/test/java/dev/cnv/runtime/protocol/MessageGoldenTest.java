package dev.cnv.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.testing.GoldenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The bytes of every message: a changed line is another protocol. */
class MessageGoldenTest {

    @Test
    void messages_ofEveryType_haveTheirBytes() {
        Set<MessageType> types = EnumSet.noneOf(MessageType.class);
        Samples.all().values().forEach(one -> types.add(one.type()));
        assertEquals(EnumSet.allOf(MessageType.class), types);
        GoldenFile.assertMatches(
                MessageGoldenTest.class,
                "messages.txt",
                Samples.all().entrySet().stream()
                        .map(one -> one.getKey() + " "
                                + HexFormat.of().formatHex(one.getValue().bytes()) + "\n")
                        .collect(Collectors.joining()));
    }

    @Test
    void goldenMessages_readAndWrittenAgain_areTheSame() throws IOException {
        Map<String, Samples.Sample> samples = Samples.all();
        List<String> lines =
                Files.readAllLines(GoldenFile.file(MessageGoldenTest.class, "messages.txt"));
        assertEquals(samples.size(), lines.size());
        for (String line : lines) {
            String name = line.substring(0, line.indexOf(' '));
            byte[] bytes = HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1));
            MessageDecoder decoder = new MessageDecoder();
            if (!samples.get(name).type().isNegotiation()) {
                decoder.agreed(MessageDecoderTest.AGREED);
            }
            assertEquals(MessageDecoder.Status.MESSAGE, decoder.next(ByteBuffer.wrap(bytes)), name);
            MessageView view = decoder.message();
            assertEquals(samples.get(name).type(), view.type(), name);
            assertEquals(samples.get(name).stream(), view.stream(), name);
            assertEquals(samples.get(name).correlation(), view.correlation(), name);
            assertEquals(
                    HexFormat.of().formatHex(samples.get(name).payload()),
                    HexFormat.of().formatHex(Samples.again(view.type(), view.payload())),
                    name);
        }
    }

    /** Typed in by hand from the diagram. */
    @Test
    void header_ofKnownFields_hasItsBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(20);
        HeaderDescriptor.encode(
                buffer, 3, MessageType.STREAM_DATA, 3, 0xABCD, 0x01020304, 0x1122334455667788L);
        assertArrayEquals(
                HexFormat.of().parseHex("000000" + "0803abcd01020304" + "1122334455667788" + "00"),
                buffer.array());
        assertEquals(0, buffer.position());
    }
}
