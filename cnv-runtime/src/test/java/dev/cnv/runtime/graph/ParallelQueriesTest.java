package dev.cnv.runtime.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.graph.QueryAnswer.Answered;
import dev.cnv.runtime.graph.QueryAnswer.Failed;
import dev.cnv.runtime.graph.QueryAnswer.Unanswered;
import dev.cnv.runtime.graph.QueryAnswer.Why;
import dev.cnv.runtime.time.VirtualTime;
import dev.cnv.testing.Property;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelQueriesTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final VirtualTime time = new VirtualTime(Instant.EPOCH);
    private final Set<Thread> made = ConcurrentHashMap.newKeySet();

    private ParallelQueries queries(int maxThreadCount) {
        return ParallelQueries.of(
                task -> {
                    Thread thread = Thread.ofPlatform().daemon().unstarted(task);
                    made.add(thread);
                    return thread;
                },
                maxThreadCount,
                time);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static <S, R> List<QueryAnswer<S, R>> answered(List<S> subjects, Function<S, R> query) {
        return subjects.stream()
                .<QueryAnswer<S, R>>map(subject -> new Answered<>(subject, query.apply(subject)))
                .toList();
    }

    /** Blocks until it is interrupted, and says so. */
    private static int block(CountDownLatch begun, CountDownLatch interrupted) {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
            return 0;
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void drawnGraphs_allNodes_answersAreThoseOfOneAfterTheOther() {
        ParallelQueries four = queries(4);
        Property.named("graph-parallel").oneIn(50).check(draws -> Graphs.draw(draws, 12), drawn -> {
            List<NodeId> ids = drawn.graph().ids();
            Function<NodeId, NodeSet> reachable = drawn.view()::reachable;
            assertEquals(
                    answered(ids, reachable), four.ask(ids, reachable, LIMIT).await());
            Function<NodeId, Impact> impact = gone -> Impact.of(drawn.graph(), gone);
            assertEquals(answered(ids, impact), four.ask(ids, impact, LIMIT).await());
        });
    }

    @Test
    void answers_endInAnotherOrder_areInTheSubjectsOrder() throws Exception {
        CountDownLatch lastIsDone = new CountDownLatch(1);
        List<QueryAnswer<Integer, Integer>> all = queries(2)
                .ask(
                        numbers(9),
                        number -> {
                            if (number == 0) {
                                waitFor(lastIsDone);
                            } else if (number == 8) {
                                lastIsDone.countDown();
                            }
                            return number * number;
                        },
                        LIMIT)
                .await();
        assertEquals(answered(numbers(9), number -> number * number), all);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void threads_manySubjects_areAsManyAsAllowedAndEnd() throws Exception {
        CyclicBarrier three = new CyclicBarrier(3);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        queries(3)
                .ask(
                        numbers(30),
                        number -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            meet(three);
                            now.decrementAndGet();
                            return number;
                        },
                        LIMIT)
                .await();
        assertEquals(3, most.get());
        assertEquals(3, made.size());
        for (Thread thread : made) {
            thread.join(30_000);
            assertFalse(thread.isAlive());
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void failures_ofSome_loseNoOther() throws Exception {
        AssertionError error = new AssertionError("three");
        IllegalStateException exception = new IllegalStateException("five");
        List<QueryAnswer<Integer, Integer>> all = queries(2)
                .ask(
                        numbers(8),
                        number -> {
                            if (number == 3) {
                                throw error;
                            }
                            if (number == 5) {
                                throw exception;
                            }
                            return number;
                        },
                        LIMIT)
                .await();
        List<QueryAnswer<Integer, Integer>> expected =
                new ArrayList<>(answered(numbers(8), number -> number));
        expected.set(3, new Failed<>(3, error));
        expected.set(5, new Failed<>(5, exception));
        assertEquals(expected, all);
    }

    @Test
    void cancel_oneRuns_isInterruptedAndTheRestIsNotAsked() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        QueryRun<Integer, Integer> run = queries(1)
                .ask(
                        numbers(5),
                        number -> {
                            asked.incrementAndGet();
                            return number == 1 ? block(begun, interrupted) : number;
                        },
                        LIMIT);
        waitFor(begun);
        run.cancel();
        List<QueryAnswer<Integer, Integer>> all = run.await();
        assertEquals(new Answered<Integer, Integer>(0, 0), all.getFirst());
        for (int i = 1; i < 5; i++) {
            assertEquals(new Unanswered<Integer, Integer>(i, Why.CANCELLED), all.get(i));
        }
        waitFor(interrupted);
        for (Thread thread : made) {
            thread.join(30_000);
        }
        assertEquals(2, asked.get());
    }

    @Test
    void deadline_oneRuns_itAndTheRestAreUnanswered() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        QueryRun<Integer, Integer> run = queries(1)
                .ask(numbers(3), number -> number == 1 ? block(begun, interrupted) : number, LIMIT);
        waitFor(begun);
        time.advance(LIMIT.minusNanos(1));
        assertFalse(run.all().toCompletableFuture().isDone());
        time.advance(Duration.ofNanos(1));
        List<QueryAnswer<Integer, Integer>> all = run.await();
        assertInstanceOf(Answered.class, all.get(0));
        assertEquals(new Unanswered<Integer, Integer>(1, Why.DEADLINE), all.get(1));
        assertEquals(new Unanswered<Integer, Integer>(2, Why.DEADLINE), all.get(2));
        waitFor(interrupted);
    }

    @Test
    void await_interrupted_cancelsTheRun() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        QueryRun<Integer, Integer> run =
                queries(1).ask(numbers(1), _ -> block(begun, interrupted), LIMIT);
        waitFor(begun);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, run::await);
        waitFor(interrupted);
    }

    @Test
    void cancel_afterTheEnd_changesNothing() throws Exception {
        QueryRun<Integer, Integer> run = queries(2).ask(numbers(4), number -> number, LIMIT);
        List<QueryAnswer<Integer, Integer>> before = run.await();
        run.cancel();
        time.advance(LIMIT);
        assertEquals(before, run.await());
        assertEquals(2, made.size());
    }

    @Test
    void each_completesBeforeAll() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        QueryRun<Integer, Integer> run = queries(1)
                .ask(
                        numbers(2),
                        number -> {
                            if (number == 1) {
                                waitFor(release);
                            }
                            return number;
                        },
                        LIMIT);
        assertEquals(
                new Answered<Integer, Integer>(0, 0),
                run.each().getFirst().toCompletableFuture().get(30, TimeUnit.SECONDS));
        assertFalse(run.all().toCompletableFuture().isDone());
        release.countDown();
        assertEquals(2, run.await().size());
    }

    @Test
    void ask_nothing_isAnsweredAtOnce() throws Exception {
        assertEquals(
                List.of(), queries(4).ask(List.of(), Function.identity(), LIMIT).await());
        assertTrue(made.isEmpty());
    }

    @Test
    void ask_threadCannotBeMade_throwsAndLeavesNoneBehind() throws Exception {
        OutOfMemoryError none = new OutOfMemoryError("no thread");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        ParallelQueries broken = ParallelQueries.of(
                task -> {
                    if (!made.isEmpty()) {
                        waitFor(begun);
                        throw none;
                    }
                    Thread thread = Thread.ofPlatform().daemon().unstarted(task);
                    made.add(thread);
                    return thread;
                },
                2,
                time);
        assertSame(
                none,
                assertThrows(
                        OutOfMemoryError.class,
                        () -> broken.ask(numbers(2), _ -> block(begun, interrupted), LIMIT)));
        waitFor(interrupted);
    }

    @Test
    void bounds_outside_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> queries(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> queries(1).ask(numbers(1), number -> number, Duration.ZERO));
    }
}
