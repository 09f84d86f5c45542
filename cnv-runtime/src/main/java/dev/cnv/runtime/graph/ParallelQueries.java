package dev.cnv.runtime.graph;

import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/**
 * Asks one question about many subjects at once, on a bounded number of threads. It is for questions to
 * what does not change, such as a {@link CapabilityGraph} and its views: the answers are then those that
 * asking one after the other gives. A query that keeps a {@link Workspace} must take one for itself.
 *
 * {@snippet :
 * List<QueryAnswer<NodeId, Impact>> impacts = ParallelQueries.of(threads, 4, time)
 *         .ask(graph.ids(), gone -> Impact.of(graph, gone), Duration.ofSeconds(10))
 *         .await();
 * }
 *
 * <p><b>Threading:</b> safe for use by several threads. Each run has threads of its own, which end with it.
 */
public final class ParallelQueries {

    private final ThreadFactory threads;
    private final int maxThreadCount;
    private final Time time;

    private ParallelQueries(ThreadFactory threads, int maxThreadCount, Time time) {
        this.threads = threads;
        this.maxThreadCount = maxThreadCount;
        this.time = time;
    }

    /**
     * What asks.
     *
     * @param threads makes the threads; platform threads suit, as queries compute and do not wait
     * @param maxThreadCount how many threads a run has at most, from 1
     * @param time says when the time of a run is over
     * @return it holds nothing and need not be closed
     * @throws IllegalArgumentException when the count is below 1
     */
    public static ParallelQueries of(ThreadFactory threads, int maxThreadCount, Time time) {
        if (maxThreadCount < 1) {
            throw new IllegalArgumentException(
                    "maxThreadCount=" + maxThreadCount + " is less than 1");
        }
        return new ParallelQueries(threads, maxThreadCount, time);
    }

    /**
     * Begins to ask.
     *
     * @param subjects what to ask about; their order is that of the answers
     * @param query answers about one subject; is called on several threads at once, and interrupted when
     *     its answer is wanted no more
     * @param limit how long the run may take, more than nothing; what is not answered by then is {@link
     *     QueryAnswer.Unanswered}
     * @param <S> what is asked about
     * @param <R> what an answer is
     * @return the run, which goes on
     * @throws IllegalArgumentException when the limit is not positive
     */
    public <S, R> QueryRun<S, R> ask(
            List<S> subjects, Function<? super S, ? extends R> query, Duration limit) {
        if (!limit.isPositive()) {
            throw new IllegalArgumentException("limit=" + limit + " is not positive");
        }
        QueryRun<S, R> run = new QueryRun<>(List.copyOf(subjects), query);
        run.begin(threads, Math.min(maxThreadCount, subjects.size()), time, limit);
        return run;
    }
}
