package dev.cnv.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Numbers that are on the wire, typed in apart from the code. */
class FeatureSetTest {

    @Test
    void features_haveTheirBits() {
        assertEquals(
                "[STREAMING 0 2.0, TRACING 1 3.0, CERTIFICATES 2 1.0, DELEGATION 3 1.0,"
                        + " POLICY 4 2.0, COMPOSITION 5 2.0, SIMD 6 4.0, PHASES 7 3.0,"
                        + " ASYNC_RUNTIME 8 4.0, VERIFICATION 9 4.0, TELEMETRY 10 3.0]",
                List.of(Feature.values()).stream()
                        .map(one -> one + " " + one.bit() + " " + one.since().text())
                        .toList()
                        .toString());
    }

    @Test
    void versions_haveTheirCodes() {
        assertEquals(
                List.of(0x100, 0x200, 0x300, 0x400),
                List.of(ProtocolVersion.values()).stream()
                        .map(ProtocolVersion::code)
                        .toList());
        assertTrue(ProtocolVersion.ofCode(0x500).isEmpty());
        assertTrue(ProtocolVersion.ofCode(0x401).isEmpty());
    }

    @Test
    void compressions_haveTheirCodes() {
        assertEquals(
                "[NONE 0, ZSTD 1, LZ4 2, BROTLI 3]",
                List.of(Compression.values()).stream()
                        .map(one -> one + " " + one.code())
                        .toList()
                        .toString());
    }

    @Test
    void codes_ofEveryEnum_areTheirPlaces() {
        for (MessageType type : MessageType.values()) {
            assertEquals(type.ordinal(), type.code());
        }
        for (OutcomeCode one : OutcomeCode.values()) {
            assertEquals(one.ordinal(), one.code());
        }
        for (StreamEventKind one : StreamEventKind.values()) {
            assertEquals(one.ordinal(), one.code());
        }
        for (StreamControlPayload.Code one : StreamControlPayload.Code.values()) {
            assertEquals(one.ordinal(), one.code());
        }
        for (ErrorCode one : ErrorCode.values()) {
            assertEquals(one.ordinal(), one.code());
        }
        assertEquals(
                "[CAPABILITIES, NEGOTIATION_REQUEST, NEGOTIATION_RESPONSE, INVOCATION, RESPONSE,"
                        + " HEARTBEAT, ERROR, SHUTDOWN, STREAM_DATA, STREAM_CONTROL]",
                List.of(MessageType.values()).toString());
    }

    @Test
    void newSet_withUnknownBits_cutsThem() {
        FeatureSet set = new FeatureSet(-1);
        assertEquals(0x7FF, set.bits());
        assertEquals(FeatureSet.ALL, set);
        assertEquals(Set.of(), new FeatureSet(1L << 11 | 1L << 63).features());
    }

    @Test
    void upTo_aVersion_cutsWhatCameLater() {
        assertEquals(
                Set.of(Feature.CERTIFICATES, Feature.DELEGATION),
                FeatureSet.ALL.upTo(ProtocolVersion.V1_0).features());
        FeatureSet three = FeatureSet.ALL.upTo(ProtocolVersion.V3_0);
        assertTrue(three.has(Feature.STREAMING) && three.has(Feature.TRACING));
        assertFalse(three.has(Feature.SIMD) || three.has(Feature.VERIFICATION));
        assertEquals(FeatureSet.ALL, FeatureSet.ALL.upTo(ProtocolVersion.V4_0));
    }

    @Test
    void limits_outOfRange_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> new WireLimits(16 * 1024 - 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new WireLimits((1 << 30) + 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new WireLimits(1 << 20, 0));
        assertEquals(16_777_216, WireLimits.DEFAULT.messageBytes());
        assertEquals(10_000, WireLimits.DEFAULT.concurrent());
        assertEquals(1_048_576, WireLimits.LEGACY.messageBytes());
        assertEquals(100, WireLimits.LEGACY.concurrent());
    }
}
