package dev.cnv.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of {@code docs/protocol.md} are those of the code. {@code -Dcnv.golden=update} writes them.
 */
class ProtocolDocumentTest {

    private static final Path DOCUMENT =
            Path.of(System.getProperty("basedir", "."), "../docs/protocol.md");
    private static final String END = "<!-- end generated -->";

    @Test
    void document_hasTheTablesOfTheCode() throws IOException {
        String text = Files.readString(DOCUMENT);
        for (Map.Entry<String, String> table : tables().entrySet()) {
            String begin = "<!-- begin generated: " + table.getKey() + " -->";
            assertTrue(text.contains(begin), begin);
            int from = text.indexOf(begin) + begin.length();
            int to = text.indexOf(END, from);
            String wanted = "\n\n" + table.getValue() + "\n";
            if ("update".equals(System.getProperty("cnv.golden"))) {
                text = text.substring(0, from) + wanted + text.substring(to);
                Files.writeString(DOCUMENT, text);
            } else {
                assertEquals(wanted, text.substring(from, to), table.getKey());
            }
        }
    }

    private static Map<String, String> tables() {
        return new TreeMap<>(Map.of(
                "features", features(),
                "messages", messages(),
                "moves", moves(),
                "states", states(),
                "examples", examples(),
                "errors", errors()));
    }

    private static String features() {
        return "| bit | feature | since | what it changes |\n| --- | --- | --- | --- |\n"
                + Arrays.stream(Feature.values())
                        .map(one -> "| " + one.bit() + " | " + one + " | "
                                + one.since().text() + " | " + changes(one) + " |\n")
                        .collect(Collectors.joining());
    }

    private static String changes(Feature feature) {
        return switch (feature) {
            case STREAMING ->
                "calls may be streams; without it a message of a stream ends the connection";
            case TRACING -> "calls bring their trace; without it none is sent or heeded";
            case CERTIFICATES ->
                "calls may ask for signed receipts; without it such a call is refused at both ends";
            case DELEGATION ->
                "calls may bring a chain; without it such a call is refused at both ends";
            case POLICY ->
                "`EndpointDecisionPoint` asks; without it it does not, and its engine denies";
            case COMPOSITION, SIMD, PHASES, ASYNC_RUNTIME, VERIFICATION, TELEMETRY ->
                "announced only";
        };
    }

    private static String messages() {
        return "| type | message | since | payload |\n| --- | --- | --- | --- |\n"
                + Arrays.stream(MessageType.values())
                        .map(one -> "| " + one.code() + " | " + one + " | "
                                + one.since().text() + " | " + payload(one) + " |\n")
                        .collect(Collectors.joining());
    }

    private static String payload(MessageType type) {
        return switch (type) {
            case CAPABILITIES -> "`CapabilitiesPayload`";
            case NEGOTIATION_REQUEST, NEGOTIATION_RESPONSE ->
                "`HandshakePayload`, then `ConfirmPayload`";
            case INVOCATION -> "`InvocationPayload`";
            case RESPONSE -> "`ResponsePayload`";
            case HEARTBEAT, SHUTDOWN -> "none";
            case ERROR -> "`ErrorPayload`";
            case STREAM_DATA -> "`StreamPayload`";
            case STREAM_CONTROL -> "`StreamControlPayload`";
        };
    }

    private static String moves() {
        return "| from | gets | to | sends |\n| --- | --- | --- | --- |\n"
                + HandshakeTable.moves().stream()
                        .map(one -> "| " + one.from() + " | " + one.input() + " | " + one.to()
                                + " | " + one.output() + " |\n")
                        .collect(Collectors.joining());
    }

    private static String states() {
        return "```mermaid\nstateDiagram-v2\n    [*] --> INITIAL\n    [*] --> AWAITING\n"
                + HandshakeTable.moves().stream()
                        .map(one -> "    " + one.from() + " --> " + one.to() + " : " + one.input()
                                + " / " + one.output() + "\n")
                        .collect(Collectors.joining())
                + "    ESTABLISHED --> [*]\n    REFUSED --> [*]\n```\n";
    }

    private static String examples() {
        return "```text\n"
                + Samples.all().entrySet().stream()
                        .filter(one -> one.getValue().payload().length < 40)
                        .map(one -> "%-19s%s %s%n"
                                        .formatted(
                                                one.getKey(),
                                                hex(one.getValue().bytes(), 0, 16),
                                                hex(
                                                        one.getValue().bytes(),
                                                        16,
                                                        one.getValue().bytes().length))
                                        .stripTrailing()
                                + "\n")
                        .collect(Collectors.joining())
                + "```\n";
    }

    private static String hex(byte[] bytes, int from, int to) {
        return HexFormat.of().formatHex(bytes, from, to);
    }

    private static String errors() {
        return "| code | error |\n| --- | --- |\n"
                + Arrays.stream(ErrorCode.values())
                        .map(one -> "| " + one.code() + " | " + one + " |\n")
                        .collect(Collectors.joining());
    }
}
