package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Slots.Place;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Who needs what and who makes it, as arrays. A want is a parameter's name with its type; a verb feeds a
 * want when a member of its result can be given there.
 */
final class ComposerIndex {

    private static final int[] NONE = {};

    /** A want, or a member that results have, with its schema. */
    record Value(int number, SchemaDocument schema) {}

    /** What results have: the schema, and the verbs that make it. */
    static final class Made {
        private final SchemaDocument schema;
        private final int[] verbs;

        Made(SchemaDocument schema, int[] verbs) {
            this.schema = schema;
            this.verbs = verbs;
        }

        SchemaDocument schema() {
            return schema;
        }

        int[] verbs() {
            return verbs;
        }
    }

    final CapabilityGraph graph;

    /** By verb: the wants that it must be given. */
    final int[][] needs;

    /** By verb: how many these are. */
    final int[] needCounts;

    /** The verbs that need nothing. */
    final int[] needless;

    /** By verb: the wants that its result satisfies. */
    final int[][] feeds;

    /** By verb: the number of all that satisfy the same wants. */
    final int[] feedGroups;

    /** How many such numbers there are. */
    final int feedGroupCount;

    /** By want: the verbs that need it. */
    final int[][] consumers;

    /** By want: the verbs that feed it. */
    final int[][] makers;

    private final Map<String, List<Value>> wants = new HashMap<>();
    private final Map<String, List<Made>> made = new HashMap<>();

    ComposerIndex(CapabilityGraph graph) {
        this.graph = graph;
        Slots slots = new Slots();
        int size = graph.size();
        int[][] makes = new int[size][];
        int[][] wanted = new int[size][];
        for (int verb = 0; verb < size; verb++) {
            makes[verb] = distinct(slots.makes(graph.node(verb)));
            wanted[verb] = distinct(slots.wants(graph.node(verb), true));
        }
        int[] wantOf = numbered(slots, wanted);
        int wantCount = wants.values().stream().mapToInt(List::size).sum();
        int[][] makersOf = inverted(makes, slots.count());
        for (int slot = 0; slot < makersOf.length; slot++) {
            if (makersOf[slot].length > 0) {
                made.computeIfAbsent(slots.get(slot).name(), _ -> new ArrayList<>())
                        .add(new Made(slots.document(slot), makersOf[slot]));
            }
        }
        needs = new int[size][];
        for (int verb = 0; verb < size; verb++) {
            needs[verb] = Arrays.stream(wanted[verb]).map(slot -> wantOf[slot]).toArray();
        }
        needCounts = Arrays.stream(needs).mapToInt(of -> of.length).toArray();
        needless = IntStream.range(0, size).filter(v -> needCounts[v] == 0).toArray();
        consumers = inverted(needs, wantCount);
        makers = new int[wantCount][];
        for (int slot = 0; slot < wantOf.length; slot++) {
            if (wantOf[slot] >= 0) {
                makers[wantOf[slot]] = makers(slots, makersOf, slot, size);
            }
        }
        feeds = inverted(makers, size);
        feedGroups = new int[size];
        feedGroupCount = grouped();
    }

    /** Gives verbs that satisfy the same wants one number. */
    private int grouped() {
        Map<IntBuffer, Integer> numbers = new HashMap<>();
        for (int verb = 0; verb < feeds.length; verb++) {
            IntBuffer wants = IntBuffer.wrap(feeds[verb]);
            Integer known = numbers.putIfAbsent(wants, numbers.size());
            feedGroups[verb] = known == null ? numbers.size() - 1 : known;
        }
        return numbers.size();
    }

    /** The wants of a name in the one form. */
    List<Value> wants(String form) {
        return wants.getOrDefault(form, Collections.emptyList());
    }

    /** What results have by a name in the one form. */
    List<Made> made(String form) {
        return made.getOrDefault(form, Collections.emptyList());
    }

    int wantCount() {
        return makers.length;
    }

    /** The number of the want of each slot, -1 for slots that nobody needs. */
    private int[] numbered(Slots slots, int[][] wanted) {
        int[] numbers = new int[slots.count()];
        Arrays.fill(numbers, -1);
        int count = 0;
        for (int[] of : wanted) {
            for (int slot : of) {
                if (numbers[slot] < 0) {
                    numbers[slot] = count;
                    wants.computeIfAbsent(slots.get(slot).name(), _ -> new ArrayList<>())
                            .add(new Value(count++, slots.document(slot)));
                }
            }
        }
        return numbers;
    }

    private static int[] makers(Slots slots, int[][] makersOf, int wanted, int size) {
        BitSet verbs = new BitSet(size);
        for (int supplier : slots.suppliers(wanted)) {
            if (supplier < makersOf.length) {
                for (int verb : makersOf[supplier]) {
                    verbs.set(verb);
                }
            }
        }
        return verbs.stream().toArray();
    }

    private static int[] distinct(List<Place> places) {
        return places.stream().mapToInt(Place::slot).distinct().toArray();
    }

    /** From "row has values" to "value has rows". */
    private static int[][] inverted(int[][] rows, int count) {
        int[] sizes = new int[count];
        for (int[] row : rows) {
            for (int value : row) {
                sizes[value]++;
            }
        }
        int[][] inverted = new int[count][];
        for (int i = 0; i < count; i++) {
            inverted[i] = sizes[i] == 0 ? NONE : new int[sizes[i]];
            sizes[i] = 0;
        }
        for (int row = 0; row < rows.length; row++) {
            for (int value : rows[row]) {
                inverted[value][sizes[value]++] = row;
            }
        }
        return inverted;
    }
}
