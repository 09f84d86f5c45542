package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Schema.Null;
import dev.cnv.runtime.graph.Schema.Structure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What capabilities make and want, as numbers: a slot is a member's name with its type, the same for
 * all capabilities that have it.
 *
 * <p>A capability makes each member that its result always has; a result that is no object is one
 * member named after the verb. It wants each parameter that must be given.
 *
 * <p><b>Threading:</b> not safe for use by several threads while nodes are added.
 */
final class Slots {

    /** A name in the one form of {@link MemberNames}, and a type of the table. */
    record Slot(String name, int type) {}

    /** A member of a capability; an empty member is the whole result. */
    record Place(String member, int slot) {}

    private final FitTable fits = new FitTable();
    private final List<Slot> slots = new ArrayList<>();
    private final List<SchemaDocument> documents = new ArrayList<>();
    private final Map<Slot, Integer> known = new HashMap<>();
    private final Map<String, List<Integer>> byName = new HashMap<>();

    /** What a capability always returns. */
    List<Place> makes(CapabilityNode node) {
        SchemaDocument output = node.schemas().output();
        Schema root = output.resolved(output.root());
        List<Place> places = new ArrayList<>();
        if (root instanceof Structure structure && !structure.members().isEmpty()) {
            structure.members().forEach((name, member) -> {
                if (member.required()) {
                    places.add(place(name, output.part(member.schema())));
                }
            });
        } else if (!(root instanceof Null)) {
            places.add(new Place("", slot(node.id().verb(), output)));
        }
        return places;
    }

    /** What a capability must be given, or may be given. */
    List<Place> wants(CapabilityNode node, boolean required) {
        SchemaDocument input = node.schemas().input();
        List<Place> places = new ArrayList<>();
        if (input.resolved(input.root()) instanceof Structure structure) {
            structure.members().forEach((name, member) -> {
                if (member.required() == required) {
                    places.add(place(name, input.part(member.schema())));
                }
            });
        }
        return places;
    }

    private Place place(String member, SchemaDocument schema) {
        return new Place(member, slot(member, schema));
    }

    /** The slot of a name and type. */
    int slot(String member, SchemaDocument schema) {
        Slot slot = new Slot(MemberNames.form(member), fits.add(schema));
        Integer number = known.get(slot);
        if (number == null) {
            number = slots.size();
            known.put(slot, number);
            slots.add(slot);
            documents.add(schema);
            byName.computeIfAbsent(slot.name(), _ -> new ArrayList<>()).add(number);
        }
        return number;
    }

    int count() {
        return slots.size();
    }

    Slot get(int slot) {
        return slots.get(slot);
    }

    /** The schema of a slot. */
    SchemaDocument document(int slot) {
        return documents.get(slot);
    }

    /** Whether what one slot holds can be given where another wants it; names count. */
    Fit fit(int made, int wanted) {
        return fits.fit(slots.get(made).type(), slots.get(wanted).type());
    }

    /** The slots of the same name whose values can be given where this one wants it. */
    int[] suppliers(int wanted) {
        return suppliers(wanted, _ -> true);
    }

    /** The same, of those alone that a question lets through. */
    int[] suppliers(int wanted, IntPredicate asked) {
        int[] found = new int[4];
        int count = 0;
        for (int made : byName.getOrDefault(slots.get(wanted).name(), List.of())) {
            if (asked.test(made) && fit(made, wanted).accepted()) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = made;
            }
        }
        return Arrays.copyOf(found, count);
    }
}
