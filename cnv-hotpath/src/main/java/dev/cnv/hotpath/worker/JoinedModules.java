package dev.cnv.hotpath.worker;

import dev.cnv.runtime.capability.CapabilityId;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.List;

/** Modules one after the other. */
final class JoinedModules implements FrameModule {

    private final List<FrameModule> modules;
    private final List<CapabilityId> verbs;

    JoinedModules(List<FrameModule> modules) {
        this.modules = List.copyOf(modules);
        this.verbs = modules.stream().flatMap(module -> module.verbs().stream()).toList();
        if (modules.isEmpty() || new HashSet<>(verbs).size() != verbs.size()) {
            throw new IllegalArgumentException(
                    "modules=" + modules.size() + " have verbs=" + verbs + ", none or one twice");
        }
    }

    @Override
    public List<CapabilityId> verbs() {
        return verbs;
    }

    @Override
    public int lines() {
        int lines = 0;
        for (FrameModule module : modules) {
            lines = Math.max(lines, module.lines());
        }
        return lines;
    }

    @Override
    public FrameDispatcher dispatcher(DispatchRight right) {
        right.open(this);
        FrameDispatcher[] dispatchers = new FrameDispatcher[modules.size()];
        int[] counts = new int[dispatchers.length];
        for (int i = 0; i < dispatchers.length; i++) {
            FrameModule module = modules.get(i);
            dispatchers[i] = module.dispatcher(WorkerRight.genuine(module));
            counts[i] = module.verbs().size();
        }
        return new Joined(dispatchers, counts);
    }

    /** Looks for the module from the first on: there are few. */
    private static final class Joined implements FrameDispatcher {

        private final FrameDispatcher[] dispatchers;
        private final int[] counts;

        Joined(FrameDispatcher[] dispatchers, int[] counts) {
            this.dispatchers = dispatchers;
            this.counts = counts;
        }

        @Override
        public int dispatch(MemorySegment segment, long offset, int verb) throws Throwable {
            int index = verb;
            for (int i = 0; i < counts.length; i++) {
                if (index < counts[i]) {
                    return dispatchers[i].dispatch(segment, offset, index);
                }
                index -= counts[i];
            }
            return NO_SUCH_VERB;
        }
    }
}
