package dev.cnv.runtime.swarm;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A runtime's place in one swarm, whose phase decides which verbs run, or in none.
 *
 * <p><b>Threading:</b> safe for use by several threads; asking takes no lock. What is asked under
 * {@link dev.cnv.runtime.governance.ChangeOrder#deciding} holds until the decision is written.
 */
public final class Membership {

    private final @Nullable Swarms swarms;
    private final @Nullable OwnSwarm own;

    private Membership() {
        swarms = null;
        own = null;
    }

    Membership(Swarms swarms, OwnSwarm own) {
        this.swarms = swarms;
        this.own = own;
    }

    /**
     * In no swarm: verbs that name phases do not run.
     *
     * @return the place
     */
    public static Membership none() {
        return new Membership();
    }

    /**
     * The present phase.
     *
     * @return the phase; empty when there is no swarm, or it is not open, or was finalised
     */
    public Optional<Phase> phase() {
        return swarms == null || own == null
                ? Optional.empty()
                : swarms.find(own.name()).flatMap(Swarm::findMark).map(SwarmMark::phase);
    }

    /**
     * Counts moves, each behind what it changes: whoever sees the same count twice was under the phase
     * that it had read before.
     *
     * @return the count
     */
    public long changeCount() {
        return own == null ? 0 : own.changeCount();
    }

    /**
     * Why a verb does not run in the present phase.
     *
     * @param verb the verb
     * @return a denial with what the verb names; empty when it runs
     */
    public Optional<Denial> refusal(VerbDescriptor verb) {
        if (verb.phases().isEmpty()) {
            return Optional.empty();
        }
        Optional<Phase> now = phase();
        return now.filter(phase -> phase.isAmong(verb.phases())).isPresent()
                ? Optional.empty()
                : Optional.of(denial(verb, now));
    }

    private Denial denial(VerbDescriptor verb, Optional<Phase> now) {
        String named = verb.phases().stream().map(Enum::name).collect(Collectors.joining(","));
        String swarm = own == null ? "this runtime's" : own.name();
        Denial denial = Denial.of(
                        Reason.PHASE_FORBIDS,
                        now.map(phase -> verb.id() + " runs in phases=" + named
                                        + " only, and swarm=" + swarm + " is in phase=" + phase)
                                .orElseGet(() -> verb.id() + " runs in phases=" + named + " of "
                                        + (own == null
                                                ? "a swarm, and this runtime is a member of none"
                                                : "swarm=" + swarm + ", which is not open")))
                .with("phases", named);
        Denial placed = own == null ? denial : denial.with("swarm", own.name());
        return now.map(phase -> placed.with("phase", phase.name())).orElse(placed);
    }
}
