package dev.cnv.runtime.reach;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.Principal;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which verbs of an application one caller can reach at one time. An answer is good for that time only:
 * rules may ask for the clock, and tokens end.
 *
 * @param principal who calls; anonymous when the chain does not hold
 * @param through the agents that authority was handed along, root first; empty when the chain does not hold
 * @param at the time
 * @param verbs the answer about each verb, sorted by id
 */
public record Reach(
        Principal principal,
        List<AgentId> through,
        Instant at,
        SortedMap<CapabilityId, Access> verbs) {

    /** Copies both collections. */
    public Reach {
        through = List.copyOf(through);
        verbs = Collections.unmodifiableSortedMap(new TreeMap<>(verbs));
    }

    /**
     * The answer about one verb.
     *
     * @param verb the verb
     * @return the answer; empty when the application has no such verb
     */
    public Optional<Access> to(CapabilityId verb) {
        return Optional.ofNullable(verbs.get(verb));
    }

    /** {@return the verbs that can be reached whatever the arguments, sorted} */
    public NavigableSet<CapabilityId> granted() {
        NavigableSet<CapabilityId> granted = new TreeSet<>();
        verbs.forEach((id, access) -> {
            if (access instanceof Access.Granted) {
                granted.add(id);
            }
        });
        return Collections.unmodifiableNavigableSet(granted);
    }
}
