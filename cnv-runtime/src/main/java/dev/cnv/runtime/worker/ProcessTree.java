package dev.cnv.runtime.worker;

import dev.cnv.runtime.time.Time;
import java.util.Optional;

/** Holds all processes of a worker together, beside what holds each. */
interface ProcessTree {

    /** Where there is nothing that holds them together. */
    ProcessTree NONE = new ProcessTree() {
        @Override
        public void watch(Time time) {}

        @Override
        public void kill() {}

        @Override
        public Optional<String> exceeded() {
            return Optional.empty();
        }

        @Override
        public void remove() {}
    };

    /** Begins to look at what they use, where the system only counts it. */
    void watch(Time time);

    /** Ends all of them. */
    void kill();

    /** {@return the name of the limit for which they were ended; empty when it was for none} */
    Optional<String> exceeded();

    /** Ends what is left, and gives back what held it. */
    void remove();
}
