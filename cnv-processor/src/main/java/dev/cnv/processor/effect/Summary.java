package dev.cnv.processor.effect;

/**
 * What a method may do, seen from its callers.
 *
 * @param acts the acts, as bits of {@link Act}
 * @param changes what it may change, as a {@link Mask} over its slots
 * @param own where its result may come from, as a mask over its slots
 * @param reach where what its result refers to may come from
 */
public record Summary(long acts, long changes, long own, long reach) {

    /** Does nothing, and answers with something new. */
    public static final Summary NOTHING = new Summary(0, 0, 0, 0);

    /** What a method of this description does whose result may be anything it was given. */
    public static Summary declared(long acts) {
        long state = (acts & Act.STATE.bit()) == 0 ? 0 : Mask.SHARED;
        return new Summary(acts & ~Act.STATE.bit(), state, 0, 0);
    }

    /** {@return the acts, with the change of shared or reachable state among them} */
    public long seen(long changing) {
        return acts | ((changes & changing) == 0 ? 0 : Act.STATE.bit());
    }
}
