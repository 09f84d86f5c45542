package dev.cnv.runtime.contract;

import org.jspecify.annotations.Nullable;

/** The handler, bound to one call. Run on a fresh thread for each attempt. */
@FunctionalInterface
public interface Attempt {

    /**
     * Runs the handler once.
     *
     * <p><b>Threading:</b> called on a thread of its own, which is interrupted when the call shall
     * end; the next attempt begins after this one has ended.
     *
     * @param number which attempt this is, counted from 1
     * @return the result; a {@link java.util.concurrent.CompletionStage} is awaited
     * @throws Throwable whatever the handler throws
     */
    @Nullable Object run(int number) throws Throwable;
}
