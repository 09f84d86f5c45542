package dev.cnv.examples.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.worker.DispatchRight;
import dev.cnv.hotpath.worker.FrameDispatcher;
import dev.cnv.hotpath.worker.FrameModule;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The generated frames run the verbs. Without a gate: the right is taken from where workers get it. */
class FramesTest {

    private static final int ACCOUNTS = 1_000_000;
    private static final int TRANSFERS = 200_000;
    private static final int OPENING_CENTS = 1_000;

    private final Payments payments = Payments.open(ACCOUNTS, OPENING_CENTS, Arena.ofAuto());
    private final MemorySegment frames =
            Arena.ofAuto().allocate(FrameDescriptor.LINE_BYTES, FrameDescriptor.LINE_BYTES);

    @Test
    void transfers_byFrames_leaveTheSumAsItWas() throws Throwable {
        FrameDispatcher dispatcher = dispatcher(new PaymentsVerbs(payments).frames());
        PaymentsFrames.TransferFrame transfer = new PaymentsFrames.TransferFrame().at(frames, 0);
        long[] expected = new long[ACCOUNTS];
        Arrays.fill(expected, OPENING_CENTS);
        Random random = new Random(138);
        for (int i = 0; i < TRANSFERS; i++) {
            int from = random.nextInt(100);
            int to = random.nextInt(100, ACCOUNTS);
            int amount = random.nextInt(1, 300);
            transfer.put(from, to, amount);
            assertEquals(
                    FrameDispatcher.OK,
                    dispatcher.dispatch(frames, 0, PaymentsFrames.TransferFrame.VERB));
            boolean enough = expected[from] >= amount;
            assertEquals(
                    enough ? Payments.Booking.BOOKED : Payments.Booking.INSUFFICIENT,
                    transfer.result());
            expected[from] -= enough ? amount : 0;
            expected[to] += enough ? amount : 0;
        }
        assertEquals((long) ACCOUNTS * OPENING_CENTS, payments.total());
        PaymentsFrames.BalanceFrame balance = new PaymentsFrames.BalanceFrame().at(frames, 0);
        for (int account = 0; account < ACCOUNTS; account++) {
            balance.put(account);
            dispatcher.dispatch(frames, 0, PaymentsFrames.BalanceFrame.VERB);
            assertEquals(expected[account], balance.result());
        }
    }

    @Test
    void transfer_ofNothingOrTooMuch_isRefusedBeforeTheHandler() throws Throwable {
        FrameDispatcher dispatcher = dispatcher(new PaymentsVerbs(payments).frames());
        PaymentsFrames.TransferFrame transfer = new PaymentsFrames.TransferFrame().at(frames, 0);
        for (long amount : new long[] {0, -1, 100_000_001, Long.MIN_VALUE, Long.MAX_VALUE}) {
            transfer.put(1, 2, amount);
            assertEquals(
                    FrameDispatcher.BAD_ARGUMENT,
                    dispatcher.dispatch(frames, 0, PaymentsFrames.TransferFrame.VERB));
        }
        transfer.put(-1, 2, 1);
        assertEquals(
                FrameDispatcher.BAD_ARGUMENT,
                dispatcher.dispatch(frames, 0, PaymentsFrames.TransferFrame.VERB));
    }

    private static FrameDispatcher dispatcher(FrameModule module)
            throws ReflectiveOperationException {
        Method genuine = Class.forName("dev.cnv.hotpath.worker.WorkerRight")
                .getDeclaredMethod("genuine", FrameModule.class);
        genuine.setAccessible(true);
        return module.dispatcher((DispatchRight) genuine.invoke(null, module));
    }
}
