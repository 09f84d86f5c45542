package dev.cnv.examples.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.examples.payments.Payments.Booking;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class PaymentsTest {

    private final Payments payments = Payments.open(3, 100, Arena.ofAuto());

    @Test
    void transfer_ofWhatIsThere_movesIt() {
        assertEquals(Booking.BOOKED, payments.transfer(0, 2, 100));
        assertEquals(0, payments.balance(0));
        assertEquals(200, payments.balance(2));
        assertEquals(300, payments.total());
    }

    @Test
    void transfer_ofMoreThanIsThere_movesNothing() {
        assertEquals(Booking.INSUFFICIENT, payments.transfer(0, 1, 101));
        assertEquals(100, payments.balance(0));
        assertEquals(100, payments.balance(1));
    }

    @Test
    void transfer_fromOrToNoAccountOrToItself_movesNothing() {
        assertEquals(Booking.NO_SUCH_ACCOUNT, payments.transfer(3, 0, 1));
        assertEquals(Booking.NO_SUCH_ACCOUNT, payments.transfer(0, 3, 1));
        assertEquals(Booking.NO_SUCH_ACCOUNT, payments.transfer(1, 1, 1));
        assertEquals(-1, payments.balance(3));
        assertEquals(300, payments.total());
    }

    @Test
    void accounts_whoseSumIsNoLong_areNotOpened() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Payments.open(3, Long.MAX_VALUE / 2, Arena.ofAuto()));
        assertThrows(IllegalArgumentException.class, () -> Payments.open(0, 1, Arena.ofAuto()));
    }
}
