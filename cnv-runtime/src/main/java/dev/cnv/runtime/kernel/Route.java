package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.kernel.Examined.Passed;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rewrites and redirections of one call so far. A call that comes to the same verb with the same
 * arguments again, or starts again too often, is on an endless way.
 *
 * <p><b>Threading:</b> used by one thread.
 */
final class Route {

    /** How often a call may start again. */
    static final int MAX_RESTARTS = 8;

    private final Shown shown;
    private final boolean use;
    private Optional<Caller> caller = Optional.empty();
    private final List<Place> visited = new ArrayList<>(1);
    private final List<String> trail = new ArrayList<>();

    /** A verb with arguments. */
    private record Place(CapabilityId verb, Digest arguments) {}

    /**
     * The way of one call.
     *
     * @param shown what the call brings to show who makes it
     * @param use whether a proof is used up
     */
    Route(Shown shown, boolean use) {
        this.shown = shown;
        this.use = use;
    }

    /** The way of a call that has shown who makes it. */
    static Route settled() {
        return new Route(Shown.NOTHING, true);
    }

    /**
     * Has a call show who makes it, where it begins. What the call becomes by rewrites and redirections
     * is no other call.
     */
    Examined show(Call call, Trust trust, Instant now) {
        if (caller.isPresent()) {
            return new Passed(call.caller().equals(caller.get()) ? call : call.by(caller.get()));
        }
        Examined examined = shown.check(call, trust, now, use);
        if (examined instanceof Passed(Call presented)) {
            caller = Optional.of(presented.caller());
        }
        return examined;
    }

    /** Marks a place of the way; a denial when the call was there before or has come too far. */
    Optional<Denial> visit(Call call) {
        CapabilityId id = call.verb().id();
        Place place = new Place(id, call.digest());
        if (!visited.contains(place) && visited.size() <= MAX_RESTARTS) {
            visited.add(place);
            return Optional.empty();
        }
        return Optional.of(Denial.of(
                Reason.POLICY_LOOP,
                "rules rewrite or redirect " + id + " without end: " + String.join(", ", trail)));
    }

    void rewritten(CapabilityId id, Optional<String> rule) {
        trail.add(id + " rewritten by rule " + rule.orElse("?"));
    }

    void redirected(CapabilityId from, CapabilityId to, Optional<String> rule) {
        trail.add(from + " redirected to " + to + " by rule " + rule.orElse("?"));
    }

    void overlooked(String remark) {
        trail.add(remark);
    }

    List<String> trail() {
        return List.copyOf(trail);
    }
}
