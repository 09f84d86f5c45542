package dev.cnv.examples.payments;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Accounts off the heap, each a balance in cents.
 *
 * <p>Whoever opens it owns the memory: it lives as long as the arena.
 *
 * <p><b>Threading:</b> for one thread at a time, as a worker's is.
 */
public final class Payments {

    /** What became of a transfer. */
    public enum Booking {
        /** Both balances changed. */
        BOOKED,
        /** No balance changed: there is no such account, or both are the same. */
        NO_SUCH_ACCOUNT,
        /** No balance changed: the payer has less. */
        INSUFFICIENT
    }

    private final MemorySegment cents;
    private final int accounts;

    private Payments(MemorySegment cents, int accounts) {
        this.cents = cents;
        this.accounts = accounts;
    }

    /**
     * Opens accounts with the same balance each.
     *
     * @param accounts how many, from 0 on
     * @param openingCents the balance of each
     * @param arena owns the memory
     * @return the accounts
     * @throws IllegalArgumentException when there is none, or the sum is no long
     */
    public static Payments open(int accounts, long openingCents, Arena arena) {
        if (accounts < 1 || openingCents < 0 || openingCents > Long.MAX_VALUE / accounts) {
            throw new IllegalArgumentException(
                    "accounts=" + accounts + " openingCents=" + openingCents + " is out of range");
        }
        MemorySegment cents = arena.allocate(ValueLayout.JAVA_LONG, accounts);
        for (int account = 0; account < accounts; account++) {
            cents.setAtIndex(ValueLayout.JAVA_LONG, account, openingCents);
        }
        return new Payments(cents, accounts);
    }

    /**
     * Moves money from one account to another.
     *
     * @param from the paying account
     * @param to the receiving account
     * @param amount cents
     * @return what became of it
     */
    @Capability(id = "payment.transfer")
    @Effects(Effect.MUTATE_STATE)
    @Contract(duration = DurationClass.FAST_PATH)
    public Booking transfer(
            @Param(min = "0") int from,
            @Param(min = "0") int to,
            @Param(min = "1", max = "100000000") long amount) {
        if (from >= accounts || to >= accounts || from == to) {
            return Booking.NO_SUCH_ACCOUNT;
        }
        long left = cents.getAtIndex(ValueLayout.JAVA_LONG, from) - amount;
        if (left < 0) {
            return Booking.INSUFFICIENT;
        }
        cents.setAtIndex(ValueLayout.JAVA_LONG, from, left);
        cents.setAtIndex(
                ValueLayout.JAVA_LONG, to, cents.getAtIndex(ValueLayout.JAVA_LONG, to) + amount);
        return Booking.BOOKED;
    }

    /**
     * Says what an account has.
     *
     * @param account the account
     * @return cents; -1 when there is no such account
     */
    @Capability(id = "payment.balance")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public long balance(@Param(min = "0") int account) {
        return centsOf(account);
    }

    /** What the books say of an account, without a call. */
    long centsOf(int account) {
        return account < accounts ? cents.getAtIndex(ValueLayout.JAVA_LONG, account) : -1;
    }

    /** {@return the sum of all balances, in cents; no transfer changes it} */
    public long total() {
        long total = 0;
        for (int account = 0; account < accounts; account++) {
            total += cents.getAtIndex(ValueLayout.JAVA_LONG, account);
        }
        return total;
    }
}
