package dev.cnv.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.Receipt;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The bytes that remote calls are made of. */
class CallFormatsTest {

    private static final UUID ID = UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f");

    private static final CallHeader HEADER = CallHeader.of(
            new CallerClaim.Opened(7),
            CallOptions.NONE
                    .asDryRun()
                    .correlation("r7")
                    .qualityOfService(
                            new QualityOfService(QualityOfService.Priority.HIGH, 9, true)));

    private static final ReceiptFields RECEIPT = new ReceiptFields(
            new Receipt(
                    ID,
                    "a.b",
                    "1.0",
                    "alice",
                    "t",
                    ID.toString(),
                    Optional.of(ID),
                    Optional.empty(),
                    Optional.of("rule"),
                    OptionalLong.of(5),
                    OptionalLong.empty()),
            Optional.empty());

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void header_ofNobodyInParticular_isEmpty() {
        byte[] bytes =
                CallHeader.of(new CallerClaim.Anonymous(), CallOptions.NONE).encode();
        assertEquals(0, bytes.length);
        assertEquals(new CallerClaim.Anonymous(), CallHeader.decode(bytes).caller());
    }

    @Test
    void header_golden() {
        assertEquals("a7010202070" + "6f507627237080209090af5", hex(HEADER.encode()));
        assertEquals(HEADER, CallHeader.decode(HEADER.encode()));
        assertEquals(
                "a201020207",
                hex(CallHeader.of(new CallerClaim.Opened(7), CallOptions.NONE).encode()));
    }

    @Test
    void header_withAnUnknownKey_isRefused() {
        byte[] unknown = HexFormat.of().parseHex("a30102020718" + "40" + "f5");
        assertThrows(CborRefusedException.class, () -> CallHeader.decode(unknown));
    }

    @Test
    void header_withASessionOutOfRange_isRefused() {
        byte[] outside = HexFormat.of().parseHex("a2010202" + "1840");
        assertThrows(CborRefusedException.class, () -> CallHeader.decode(outside));
    }

    @Test
    void header_changed_isRefusedOrHasOneForm() {
        byte[] original = HEADER.encode();
        Property.named("call-header").check(draws -> Fuzz.changed(draws, original), bytes -> {
            try {
                assertArrayEquals(bytes, CallHeader.decode(bytes).encode());
            } catch (CborRefusedException _) {
                // What is expected of it.
            }
        });
    }

    @Test
    void receipt_golden() {
        assertEquals(
                "a80150000102030405060708090a0b0c0d0e0f0263612e620363312e300465616c69636505"
                        + "61740750000102030405060708090a0b0c0d0e0f096472756c650a05",
                hex(RECEIPT.encode()));
        assertEquals(RECEIPT, ReceiptFields.decode(RECEIPT.encode()));
    }

    @Test
    void receipt_changed_isRefusedOrRead() {
        byte[] original = RECEIPT.encode();
        Property.named("receipt-fields").check(draws -> Fuzz.changed(draws, original), bytes -> {
            try {
                ReceiptFields read = ReceiptFields.decode(bytes);
                assertEquals(read, ReceiptFields.decode(read.encode()));
            } catch (CborRefusedException _) {
                // What is expected of it.
            }
        });
    }

    @Test
    void denial_thatIsRead_isTheOneThatWasWritten() {
        Denial denial = Denial.of(Reason.POLICY_NO_PERMIT, "no \"rule\"").with("rule", "x");
        assertEquals(denial, DenialJson.read(DenialJson.write(denial)));
    }

    @Test
    void denial_ofALaterReason_staysADenial() {
        Denial read =
                DenialJson.read("{\"reason\":\"not-on-mondays\",\"message\":\"m\",\"details\":{}}"
                        .getBytes(StandardCharsets.UTF_8));
        assertEquals(Reason.INTERNAL, read.reason());
        assertEquals("not-on-mondays", read.details().get("remoteReason"));
    }

    @Test
    void denial_changed_isRefusedOrRead() {
        byte[] original = DenialJson.write(Denial.of(Reason.INTERNAL, "m").with("a", "b"));
        Property.named("denial-json").check(draws -> Fuzz.changed(draws, original), bytes -> {
            try {
                DenialJson.read(bytes);
            } catch (JsonRefusedException | IllegalArgumentException _) {
                // What is expected of it.
            }
        });
    }

    @Test
    void challenge_dependsOnTranscriptAndBinding() {
        byte[] one = SessionChallenge.of(new byte[32], new byte[32]);
        assertEquals(32, one.length);
        byte[] other = new byte[32];
        other[0] = 1;
        assertEquals(
                4,
                Stream.of(
                                one,
                                SessionChallenge.of(other, new byte[32]),
                                SessionChallenge.of(new byte[32], other),
                                SessionChallenge.of(new byte[32], new byte[0]))
                        .map(CallFormatsTest::hex)
                        .distinct()
                        .count());
    }
}
