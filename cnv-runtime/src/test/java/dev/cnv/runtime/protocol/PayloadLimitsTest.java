package dev.cnv.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.cnv.runtime.canonical.CborWriter;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** One above each limit is refused, and the limit itself is not. */
class PayloadLimitsTest {

    private static final WireLimits LIMITS = WireLimits.LEGACY;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void invocation_aboveEachLimit_isRefused() {
        limit(256, count -> invocation("a".repeat(count), 0, 0, 0, null, null));
        limit(256 * 1024, count -> invocation("a", count, 0, 0, null, null));
        limit(16, count -> invocation("a", 0, count, 1, null, null));
        limit(16 * 1024, count -> invocation("a", 0, 1, count, null, null));
        limit(256, count -> invocation("a", 0, 0, 0, "k".repeat(count), null));
        limit(128, count -> invocation("a", 0, 0, 0, null, "t".repeat(count)));
    }

    @Test
    void response_withTooLargeAReceipt_isRefused() {
        limit(
                64 * 1024,
                count -> ResponsePayload.decode(
                        ByteBuffer.wrap(new ResponsePayload(
                                        OutcomeCode.COMPLETED, Samples.NOTHING, new byte[count])
                                .encode()),
                        LIMITS));
    }

    @Test
    void capabilities_aboveEachLimit_areRefused() {
        limit(256, count -> capabilities(List.of("c".repeat(count))));
        limit(65_536, count -> capabilities(Collections.nCopies(count, "c")));
    }

    @Test
    void payload_aboveTheAgreedLimit_isRefused() {
        assertThrows(
                ProtocolFaultException.class,
                () -> StreamPayload.decode(ByteBuffer.allocate(LIMITS.messageBytes() + 1), LIMITS));
    }

    @Test
    void confirmation_withTooLargeAProof_isRefused() {
        limit(
                12 * 1024,
                count -> ConfirmPayload.decode(ByteBuffer.wrap(
                        new ConfirmPayload(new byte[32], new byte[count]).encode())));
    }

    /** A length that lies costs nothing. */
    @Test
    void arguments_ofALengthThatLies_takeNoMemory() {
        byte[] honest = new CborWriter()
                .map(2)
                .key(1)
                .text("a")
                .key(2)
                .bytes(new byte[0])
                .toBytes();
        ByteBuffer lie = ByteBuffer.allocate(honest.length + 4).put(honest);
        lie.put(honest.length - 1, (byte) 0x5A).putInt(honest.length, 1 << 19);
        lie.position(0);
        Runnable refused = () -> assertThrows(
                ProtocolFaultException.class, () -> InvocationPayload.decode(lie, LIMITS));
        refused.run();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        refused.run();
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < 64 * 1024, "bytes=" + taken);
    }

    @Test
    void codes_outOfRange_areRefused() {
        for (byte[] bad : List.of(
                new CborWriter()
                        .map(2)
                        .key(1)
                        .integer(5)
                        .key(2)
                        .bytes(new byte[0])
                        .toBytes(),
                new CborWriter()
                        .map(2)
                        .key(1)
                        .integer(-1)
                        .key(2)
                        .bytes(new byte[0])
                        .toBytes())) {
            assertThrows(
                    ProtocolFaultException.class,
                    () -> ResponsePayload.decode(ByteBuffer.wrap(bad), LIMITS));
        }
        byte[] control =
                new CborWriter().map(2).key(1).integer(5).key(2).integer(0).toBytes();
        assertThrows(
                ProtocolFaultException.class,
                () -> StreamControlPayload.decode(ByteBuffer.wrap(control), LIMITS));
        byte[] event = new CborWriter()
                .map(3)
                .key(1)
                .integer(0)
                .key(2)
                .integer(8)
                .key(3)
                .bytes(new byte[0])
                .toBytes();
        assertThrows(
                ProtocolFaultException.class,
                () -> StreamPayload.decode(ByteBuffer.wrap(event), LIMITS));
    }

    private static void limit(int max, Consumer<Integer> decode) {
        decode.accept(max);
        ProtocolFaultException refused =
                assertThrows(ProtocolFaultException.class, () -> decode.accept(max + 1));
        assertEquals(ProtocolFault.Kind.BAD_PAYLOAD, refused.fault().kind());
        assertTrue(
                refused.fault().text().contains(String.valueOf(max)),
                refused.fault().text());
    }

    private static void invocation(
            String capability,
            int credential,
            int approvals,
            int approvalBytes,
            String key,
            String traceparent) {
        InvocationPayload.decode(
                ByteBuffer.wrap(new InvocationPayload(
                                capability,
                                Samples.NOTHING,
                                new byte[credential],
                                Collections.nCopies(approvals, new byte[approvalBytes]),
                                key,
                                0,
                                traceparent,
                                false)
                        .encode()),
                LIMITS);
    }

    private static void capabilities(List<String> ids) {
        CapabilitiesPayload.decode(
                ByteBuffer.wrap(new CapabilitiesPayload(ids, Samples.NOTHING).encode()), LIMITS);
    }
}
