package dev.cnv.processor.write;

import dev.cnv.processor.model.FrameLayout;
import dev.cnv.processor.model.FrameSet;
import dev.cnv.processor.model.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Verbs whose frames are read, checked and written in the same way, so that one method does it for all
 * of them; or one verb that has none like it.
 */
final class FrameGroup {

    /** A page's, so that the JIT inlines the switch over a group and a full page needs no other. */
    private static final int MOST_VERBS = FrameSet.PAGE_VERBS;

    private static final int MOST_ARGUMENTS = 8;

    private final int number;
    private final List<FrameLayout> layouts;

    private FrameGroup(int number, List<FrameLayout> layouts) {
        this.number = number;
        this.layouts = List.copyOf(layouts);
    }

    /** The group of each verb, by the verb's index and in their order. */
    static Map<Integer, FrameGroup> byIndex(List<FrameLayout> layouts) {
        Map<String, List<FrameLayout>> alike = new LinkedHashMap<>();
        for (FrameLayout layout : layouts) {
            alike.computeIfAbsent(looks(layout), _ -> new ArrayList<>()).add(layout);
        }
        Map<Integer, FrameGroup> groups = new TreeMap<>();
        int number = 0;
        for (List<FrameLayout> all : alike.values()) {
            int most = all.getFirst().slots().size() > MOST_ARGUMENTS ? 1 : MOST_VERBS;
            for (int first = 0; first < all.size(); first += most) {
                FrameGroup group = new FrameGroup(
                        number, all.subList(first, Math.min(all.size(), first + most)));
                group.layouts.forEach(layout -> groups.put(layout.index(), group));
                number += group.isOne() ? 0 : 1;
            }
        }
        return groups;
    }

    /** All that reading the arguments, refusing them and writing the result depends on. */
    private static String looks(FrameLayout layout) {
        String arguments = layout.declared().stream()
                .map(slot -> slot.kind() + "@" + slot.offset() + " "
                        + slot.parameter().type() + " "
                        + FrameRules.broken(slot, "argument", "constants"))
                .collect(Collectors.joining("; "));
        Result result = layout.verb().result();
        return arguments + " -> " + layout.result() + " " + result.value();
    }

    /** The number of the group among those of more than one verb. */
    int number() {
        return number;
    }

    /** The layouts of its verbs, in the order of their indices. */
    List<FrameLayout> layouts() {
        return layouts;
    }

    /** Whether it is a verb alone. */
    boolean isOne() {
        return layouts.size() == 1;
    }

    /** The name of the method that serves a frame of this group. */
    String name() {
        return isOne() ? layouts.getFirst().verb().method().name() : "group" + number;
    }

    /** The call of that method. */
    String call() {
        return name() + (isOne() ? "(segment, offset)" : "(segment, offset, verb)");
    }
}
