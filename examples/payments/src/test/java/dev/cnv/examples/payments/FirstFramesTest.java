package dev.cnv.examples.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FirstFramesTest {

    @TempDir
    Path folder;

    @Test
    void first_transferByAFrame_isBooked() {
        Payments payments = Payments.open(3, 100, Arena.ofAuto());
        assertEquals(Payments.Booking.BOOKED, FirstFrames.run(payments, folder.resolve("ledger")));
        assertEquals(70, payments.centsOf(1));
        assertEquals(130, payments.centsOf(2));
    }
}
