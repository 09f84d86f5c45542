package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.CallEvent.MilestoneReached;
import dev.cnv.runtime.stream.Milestone;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The milestones of one call, each chained to the one before it.
 *
 * <p><b>Threading:</b> safe for use by several threads; one milestone is written at a time, so that their
 * order is that of the ledger.
 */
final class Milestones {

    private static final int MAX_NAME_LENGTH = 128;

    private final ReentrantLock lock = new ReentrantLock();
    private final Call call;
    private final Recorder.Decided decision;
    private @Nullable Digest link;
    private long next;

    Milestones(Call call, Recorder.Decided decision) {
        this.call = call;
        this.decision = decision;
    }

    Milestone reach(String name, JsonNode value) {
        if (name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "nameLength=" + name.length() + " is not 1 to " + MAX_NAME_LENGTH);
        }
        JsonNode kept = value.deepCopy();
        Milestone milestone = record(name, CanonicalJson.digest(kept));
        call.options().progress().reached(milestone, kept);
        return milestone;
    }

    private Milestone record(String name, Digest value) {
        lock.lock();
        try {
            Digest before = link != null ? link : Digest.of(decision.event().toString());
            Digest following = StreamRelay.linked(before, value);
            long record = call.kernel()
                    .recorder()
                    .milestone(
                            call,
                            decision,
                            origin -> new MilestoneReached(
                                    origin,
                                    call.context().invocation(),
                                    decision.index(),
                                    next,
                                    name,
                                    value,
                                    following));
            Milestone milestone = new Milestone(
                    call.context().invocation(), next, name, value, following, record);
            link = following;
            next++;
            return milestone;
        } finally {
            lock.unlock();
        }
    }
}
