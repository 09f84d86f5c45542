package dev.cnv.runtime.spi;

import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/**
 * The descriptors of a class with many verbs, each made when it is first asked for, so that a start
 * does not pay for those that nobody asks for.
 *
 * <p><b>Threading:</b> safe for use by several threads. Two that ask at once may both make a
 * descriptor; all get the one that was there first.
 */
public final class VerbList extends AbstractList<VerbDescriptor> implements RandomAccess {

    private final AtomicReferenceArray<VerbDescriptor> made;
    private final IntFunction<VerbDescriptor> maker;

    private VerbList(int count, IntFunction<VerbDescriptor> maker) {
        this.made = new AtomicReferenceArray<>(count);
        this.maker = maker;
    }

    /**
     * A list whose elements are made by a function.
     *
     * @param count how many there are
     * @param maker makes the descriptor of an index; the same whenever it is asked
     * @return an unmodifiable list
     * @throws NegativeArraySizeException when the count is negative
     */
    public static List<VerbDescriptor> of(int count, IntFunction<VerbDescriptor> maker) {
        return new VerbList(count, maker);
    }

    @Override
    public VerbDescriptor get(int index) {
        // getAcquire pairs with compareAndSet: who sees the descriptor sees all of it.
        VerbDescriptor known = made.getAcquire(Objects.checkIndex(index, made.length()));
        if (known == null) {
            made.compareAndSet(index, null, maker.apply(index));
            known = made.getAcquire(index);
        }
        return known;
    }

    @Override
    public int size() {
        return made.length();
    }
}
