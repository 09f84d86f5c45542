package dev.cnv.cedar;

import dev.cnv.runtime.capability.CapabilityId;
import java.util.ArrayList;
import java.util.List;

/** All patterns that hold a capability. */
final class Patterns {

    private Patterns() {}

    /**
     * The texts of every {@link dev.cnv.runtime.capability.CapabilityPattern} that matches, the id
     * itself among them. An id of n segments has fewer than 2 to the power of n+1: 7 for two segments,
     * 511 for eight.
     */
    static List<String> of(CapabilityId id) {
        List<String> all = new ArrayList<>();
        List<String> starts = List.of("");
        List<String> segments = id.segments();
        for (int i = 0; i < segments.size(); i++) {
            boolean last = i == segments.size() - 1;
            List<String> longer = new ArrayList<>(2 * starts.size());
            for (String start : starts) {
                all.add(start + "**");
                longer.add(start + segments.get(i) + (last ? "" : "."));
                longer.add(start + "*" + (last ? "" : "."));
            }
            starts = longer;
        }
        all.addAll(starts);
        return all;
    }
}
