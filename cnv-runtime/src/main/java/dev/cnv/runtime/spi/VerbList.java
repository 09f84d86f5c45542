package dev.cnv.runtime.spi;

import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;

/**
 * The verbs of a class that has many: their ids and what they require as a text, and descriptors, each
 * made when it is first asked for. So an application finds verbs, and finds what does not fit together,
 * before it pays for descriptors that nobody asks for.
 *
 * <p>A descriptor that is another verb's than the text says is refused whenever it is asked for.
 *
 * <p><b>Threading:</b> safe for use by several threads. Two that ask at once may both make a
 * descriptor; all get the one that was there first.
 */
public abstract class VerbList extends AbstractList<VerbDescriptor> implements RandomAccess {

    private final long schemasChecksum;
    private final String[] lines;
    private final AtomicReferenceArray<VerbDescriptor> made;

    /**
     * A list that has made nothing.
     *
     * @param schemasChecksum the CRC-32 of the module's schemas, as its compiler wrote them
     * @param texts a line for each verb, each with its end, in the order of their indices: its
     *     capability's path, and behind it, after a space each, the paths of what it requires, sorted
     */
    protected VerbList(long schemasChecksum, String... texts) {
        this.schemasChecksum = schemasChecksum;
        this.lines = String.join("", texts).split("\n", 0);
        this.made = new AtomicReferenceArray<>(lines.length);
    }

    /**
     * Makes a descriptor.
     *
     * @param verb the verb's index, in the list
     * @return the same whenever it is asked for
     */
    protected abstract VerbDescriptor make(int verb);

    /**
     * The path of a verb's capability.
     *
     * @param verb the verb's index
     * @return as its descriptor has it
     * @throws IndexOutOfBoundsException when there is no such verb
     */
    public final String path(int verb) {
        String line = lines[Objects.checkIndex(verb, lines.length)];
        int end = line.indexOf(' ');
        return end < 0 ? line : line.substring(0, end);
    }

    /**
     * The paths of the capabilities that a verb requires.
     *
     * @param verb the verb's index
     * @return as its descriptor has them
     * @throws IndexOutOfBoundsException when there is no such verb
     */
    public final List<String> required(int verb) {
        String line = lines[Objects.checkIndex(verb, lines.length)];
        int end = line.indexOf(' ');
        return end < 0 ? List.of() : Arrays.asList(line.substring(end + 1).split(" ", -1));
    }

    /**
     * The checksum of the module's schemas.
     *
     * @return the CRC-32 of their bytes, as the compiler wrote them
     */
    public final long schemasChecksum() {
        return schemasChecksum;
    }

    @Override
    public final VerbDescriptor get(int index) {
        // getAcquire pairs with compareAndSet: who sees the descriptor sees all of it.
        VerbDescriptor known = made.getAcquire(Objects.checkIndex(index, lines.length));
        if (known == null) {
            made.compareAndSet(index, null, checked(index, make(index)));
            known = made.getAcquire(index);
        }
        return known;
    }

    private VerbDescriptor checked(int index, VerbDescriptor verb) {
        String said = verb.requires().isEmpty()
                ? verb.id().path()
                : verb.id() + " "
                        + verb.requires().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining(" "));
        if (!said.equals(lines[index])) {
            throw new IllegalStateException("verb=" + index + " is listed as " + lines[index]
                    + ", and its descriptor says " + said + "; build the module again");
        }
        return verb;
    }

    @Override
    public final int size() {
        return lines.length;
    }
}
