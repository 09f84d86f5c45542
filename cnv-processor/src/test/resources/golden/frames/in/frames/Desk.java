package frames;

import dev.cnv.annotations.*;

/** Books orders of clients. */
public class Desk {

    /** Which way an order goes. */
    public enum Side {
        BUY,
        SELL
    }

    private long booked;

    /**
     * Books an order.
     *
     * @param client who orders
     * @param open whether it stays
     * @param cents the price
     * @param side which way
     * @param lot how many
     * @return the order's number
     */
    @Capability(id = "desk.book")
    @Effects(Effect.MUTATE_STATE)
    @Contract(duration = DurationClass.FAST_PATH)
    public long book(
            int client,
            boolean open,
            @Param(min = "1", max = "100000000") long cents,
            Side side,
            @Param(oneOf = {"1", "10", "100"}) short lot) {
        booked += side == Side.BUY && open ? cents * lot : 0;
        return booked + client;
    }

    /** Says which way a client leans. */
    @Capability(id = "desk.lean")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public static Side lean(@Param(min = "0.25") double weight, float bias, char mark, byte level) {
        return weight * bias > mark + level ? Side.BUY : Side.SELL;
    }

    /** Forgets what was booked. */
    @Capability(id = "desk.forget")
    @Effects(Effect.MUTATE_STATE)
    @Contract(duration = DurationClass.FAST_PATH)
    public void forget() throws Exception {
        booked = 0;
    }

    /** Shows what was booked; not fast, and so without a frame. */
    @Capability(id = "desk.show")
    @Effects(Effect.READ_ONLY)
    public long show() {
        return booked;
    }
}
