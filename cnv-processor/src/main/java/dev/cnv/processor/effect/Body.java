package dev.cnv.processor.effect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * The facts about a method body: which values flow where, what is done to them, what is called. A
 * value is a number that {@link #slot}, {@link #load}, {@link #join} or {@link #result} gave out.
 *
 * <p>Flow is looked at without order: a variable holds everything that is ever assigned to it.
 *
 * <p><b>Threading:</b> one thread.
 */
public final class Body {

    /** A value that the body made, or that nobody can change. */
    public static final int FRESH = 0;

    /** A value that everybody may hold. */
    public static final int SHARED = 1;

    private static final int MAX_PASSES = 64;

    private enum Kind {
        FRESH,
        SHARED,
        SLOT,
        LOAD,
        JOIN,
        RESULT,
        COPY
    }

    private record Value(Kind kind, int of) {}

    /** Something that the body does. */
    sealed interface Site {
        /** Where. */
        Place place();
    }

    /** Does something itself. */
    record Direct(long acts, Place place, String what) implements Site {}

    /** Changes an object. */
    record Change(int value, Place place, String what) implements Site {}

    /** Calls one of some methods. Nobody compares calls, or changes the array. */
    @SuppressWarnings("ArrayRecordComponent") // A list would box each of them, many thousand times.
    record Call(Supplier<List<Node>> targets, int[] arguments, Place place, long ignored)
            implements Site {

        /** What it makes the caller do. */
        long acts(Node target) {
            return target.summary().acts() & ~ignored;
        }
    }

    /**
     * Calls a function: one of the targets if it was not given by the caller or made here. It is one of
     * the arguments of a call, and may be given the others. Nobody changes the array.
     */
    @SuppressWarnings("ArrayRecordComponent") // As of calls.
    record Apply(int index, Choice targets, int[] arguments, Place place) implements Site {

        int function() {
            return arguments[index];
        }
    }

    private final List<Value> values;
    private final List<Site> sites;
    private final List<int[]> flows;
    private final List<int[]> stores;
    private final int first;
    private final int last;
    private final List<Integer> returned = new ArrayList<>(1);
    private long[] own = {};
    private long[] reach = {};

    /** An empty body. */
    public Body() {
        values = new ArrayList<>();
        sites = new ArrayList<>();
        flows = new ArrayList<>();
        stores = new ArrayList<>();
        first = 0;
        last = Integer.MAX_VALUE;
        values.add(new Value(Kind.FRESH, 0));
        values.add(new Value(Kind.SHARED, 0));
    }

    /** What another body does from one point to another; the two share what is known of values. */
    private Body(Body whole, int first, int last) {
        values = whole.values;
        sites = whole.sites;
        flows = whole.flows;
        stores = whole.stores;
        this.first = first;
        this.last = last;
    }

    private int add(Kind kind, int of) {
        values.add(new Value(kind, of));
        return values.size() - 1;
    }

    /** {@return the object that a slot holds: 0 is this, then the parameters} */
    public int slot(int index) {
        return index < Mask.SLOTS ? add(Kind.SLOT, index) : SHARED;
    }

    /** {@return what the body, which is a function's, is given by whoever calls it} */
    public int given() {
        return add(Kind.SLOT, Mask.GIVEN);
    }

    /** The slots of a body that is a function's. */
    int[] function() {
        int[] slots = new int[Mask.GIVEN + 1];
        slots[0] = slot(0);
        slots[Mask.GIVEN] = given();
        return slots;
    }

    /** {@return what is read from a field or an element of a value} */
    public int load(int value) {
        return value == FRESH || value == SHARED ? value : add(Kind.LOAD, value);
    }

    /** {@return a variable} */
    public int join() {
        return add(Kind.JOIN, 0);
    }

    /** {@return a new object that holds what the other value holds, and may hold more} */
    public int copy(int value) {
        return add(Kind.COPY, value);
    }

    /** A value may be in a variable. */
    public void flow(int from, int variable) {
        if (from != FRESH && from != variable) {
            flows.add(new int[] {from, variable});
        }
    }

    /** A value is put into an object. */
    public void store(int value, int object) {
        if (value != FRESH && object != SHARED && object != FRESH) {
            stores.add(new int[] {value, object});
        }
    }

    /** The body does something itself. */
    public void act(long acts, Place place, String what) {
        if (acts != 0) {
            sites.add(new Direct(acts, place, what));
        }
    }

    /** The body changes an object. */
    public void change(int value, Place place, String what) {
        if (value != FRESH) {
            sites.add(new Change(value, place, what));
        }
    }

    /**
     * The body calls one of some methods.
     *
     * @param targets the methods, known when the solver asks
     * @param arguments the values of slot 0, 1, ...
     * @param place where
     * @return the value of the result
     */
    public int call(Supplier<List<Node>> targets, int[] arguments, Place place) {
        return call(targets, arguments, place, 0);
    }

    /**
     * The body may lead to a call of one of some methods, which happens once or seldom: what only counts
     * on the fast path is not its own.
     *
     * @param targets the methods, known when the solver asks
     * @param arguments the values of slot 0, 1, ...
     * @param place where
     */
    public void causes(Supplier<List<Node>> targets, int[] arguments, Place place) {
        call(targets, arguments, place, Act.ALLOCATION.bit() | Act.BLOCKING.bit() | Act.LOOP.bit());
    }

    private int call(Supplier<List<Node>> targets, int[] arguments, Place place, long ignored) {
        sites.add(new Call(targets, arguments, place, ignored));
        return add(Kind.RESULT, sites.size() - 1);
    }

    /**
     * The body calls a function object, or gives it to somebody who does.
     *
     * @param index which of the arguments the function is: 0 when it is called itself
     * @param targets what it may be, known when the solver asks
     * @param arguments the values of the call; the function may be given the others, and what is in them
     *     when it is not called itself
     * @param place where
     */
    public void apply(int index, Choice targets, int[] arguments, Place place) {
        if (arguments[index] != FRESH) {
            sites.add(new Apply(index, targets, arguments, place));
        }
    }

    /** The body may return a value. */
    public void returns(int value) {
        if (value != FRESH) {
            returned.add(value);
        }
    }

    /** {@return how many things it does so far} */
    public int size() {
        return sites.size();
    }

    /** {@return a body that does what this one, which is complete, does from one point to another} */
    public Body part(int from, int to) {
        return new Body(this, from, to);
    }

    /** The things it does, in order. */
    List<Site> sites() {
        return last == Integer.MAX_VALUE ? sites : sites.subList(first, last);
    }

    /** Works out where each value may come from, given what is known about the methods called. */
    Summary evaluate() {
        if (own.length != values.size()) {
            own = new long[values.size()];
            reach = new long[values.size()];
        }
        boolean changed = true;
        for (int pass = 0; changed && pass < MAX_PASSES; pass++) {
            changed = pass();
        }
        if (changed) {
            // Never seen: bits only grow. Whoever gets here takes everything for shared.
            Arrays.fill(own, Mask.SHARED);
            Arrays.fill(reach, Mask.SHARED);
        }
        return summary();
    }

    private boolean pass() {
        boolean changed = false;
        for (int v = 1; v < own.length; v++) {
            Value value = values.get(v);
            changed |= switch (value.kind()) {
                case FRESH, JOIN -> false;
                case SHARED -> grow(v, Mask.SHARED, Mask.SHARED);
                case SLOT -> grow(v, Mask.own(value.of()), Mask.deep(value.of()));
                case LOAD -> grow(v, reach[value.of()], reach[value.of()]);
                case COPY -> grow(v, 0, reach[value.of()]);
                case RESULT -> result(v, value.of());
            };
        }
        for (int[] flow : flows) {
            changed |= grow(flow[1], own[flow[0]], reach[flow[0]]);
        }
        for (int[] store : stores) {
            changed |= grow(store[1], 0, own[store[0]] | reach[store[0]]);
        }
        return changed;
    }

    private boolean grow(int value, long moreOwn, long moreReach) {
        long before = own[value];
        long beforeReach = reach[value];
        own[value] |= moreOwn;
        reach[value] |= moreReach;
        return own[value] != before || reach[value] != beforeReach;
    }

    private boolean result(int v, int site) {
        boolean changed = false;
        if (site < last && sites.get(site) instanceof Call call) {
            for (Node target : call.targets().get()) {
                Summary known = target.summary();
                changed |= grow(
                        v,
                        translate(known.own(), call.arguments()),
                        translate(known.reach(), call.arguments()));
            }
        }
        return changed;
    }

    /** A function's mask in terms of the caller. */
    long translate(long mask, Apply apply) {
        long here = translate(
                mask & ~(Mask.own(Mask.GIVEN) | Mask.deep(Mask.GIVEN)),
                new int[] {apply.function()});
        boolean whole = (mask & Mask.own(Mask.GIVEN)) != 0;
        boolean inside = (mask & Mask.deep(Mask.GIVEN)) != 0 || (whole && apply.index() > 0);
        for (int i = 0; i < apply.arguments().length; i++) {
            if (i != apply.index()) {
                int given = apply.arguments()[i];
                here |= (whole ? own[given] : 0) | (inside ? reach[given] : 0);
            }
        }
        return here;
    }

    /** A callee's mask in terms of the caller. */
    long translate(long mask, int[] arguments) {
        long here = mask & Mask.SHARED;
        for (long left = mask & ~Mask.SHARED; left != 0; left &= left - 1) {
            int bit = Long.numberOfTrailingZeros(left);
            int slot = (bit - 1) / 2;
            if (slot < arguments.length) {
                here |= bit % 2 == 1 ? own[arguments[slot]] : reach[arguments[slot]];
            }
        }
        return here;
    }

    /** Where a value may come from. */
    long own(int value) {
        return own[value];
    }

    /** Whether a function is neither made here nor one of the caller's: then its maker is unknown. */
    boolean foreign(int function) {
        long given = 0;
        for (int slot = 1; slot <= Mask.GIVEN; slot++) {
            given |= Mask.own(slot);
        }
        return (own[function] & ~given) != 0;
    }

    private Summary summary() {
        long acts = 0;
        long changes = 0;
        for (Site site : sites()) {
            switch (site) {
                case Direct direct -> acts |= direct.acts();
                case Change change -> changes |= own[change.value()];
                case Call call -> {
                    for (Node target : call.targets().get()) {
                        acts |= call.acts(target);
                        changes |= translate(target.summary().changes(), call.arguments());
                    }
                }
                case Apply apply -> {
                    if (foreign(apply.function())) {
                        for (Node target : apply.targets().joined()) {
                            acts |= target.summary().acts();
                            changes |= translate(target.summary().changes(), apply);
                        }
                    }
                }
            }
        }
        long resultOwn = 0;
        long resultReach = 0;
        for (int value : returned) {
            resultOwn |= own[value];
            resultReach |= reach[value];
        }
        return new Summary(acts, changes, resultOwn, resultReach);
    }
}
