package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.QueryAnswer.Answered;
import dev.cnv.runtime.graph.QueryAnswer.Failed;
import dev.cnv.runtime.graph.QueryAnswer.Unanswered;
import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Questions about many subjects that are being answered. Every question gets exactly one answer; what is
 * thrown by one, or takes too long, is its own answer and takes nothing from the others.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 *
 * @param <S> what is asked about
 * @param <R> what an answer is
 */
public final class QueryRun<S, R> {

    private final List<S> subjects;
    private final Function<? super S, ? extends R> query;
    private final List<CompletableFuture<QueryAnswer<S, R>>> answers;
    private final CompletableFuture<List<QueryAnswer<S, R>>> all;
    private final AtomicInteger next = new AtomicInteger();
    private final List<Thread> workers = new CopyOnWriteArrayList<>();

    QueryRun(List<S> subjects, Function<? super S, ? extends R> query) {
        this.subjects = subjects;
        this.query = query;
        this.answers = Stream.generate(CompletableFuture<QueryAnswer<S, R>>::new)
                .limit(subjects.size())
                .toList();
        this.all = CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .thenApply(_ -> answers.stream().map(CompletableFuture::join).toList());
    }

    void begin(ThreadFactory threads, int threadCount, Time time, Duration limit) {
        // The thread of the timer must not run what others hang on the answers.
        Time.Timer timer = time.after(
                limit,
                () -> threads.newThread(() -> end(QueryAnswer.Why.DEADLINE)).start());
        var _ = all.whenComplete((_, _) -> timer.cancel());
        boolean begun = false;
        try {
            for (int i = 0; i < threadCount; i++) {
                Thread worker = threads.newThread(this::work);
                workers.add(worker);
                worker.start();
            }
            begun = true;
        } finally {
            if (!begun) {
                cancel();
            }
        }
    }

    /**
     * Each answer by itself.
     *
     * @return in the order of the subjects; each completes, and none with an exception
     */
    public List<CompletionStage<QueryAnswer<S, R>>> each() {
        return answers.stream()
                .<CompletionStage<QueryAnswer<S, R>>>map(CompletableFuture::minimalCompletionStage)
                .toList();
    }

    /**
     * All answers together.
     *
     * @return in the order of the subjects; completes when the last is there, and not with an exception
     */
    public CompletionStage<List<QueryAnswer<S, R>>> all() {
        return all.minimalCompletionStage();
    }

    /**
     * Waits for all answers.
     *
     * @return in the order of the subjects
     * @throws InterruptedException when this thread is interrupted; the run is cancelled then
     */
    public List<QueryAnswer<S, R>> await() throws InterruptedException {
        try {
            return all.get();
        } catch (InterruptedException e) {
            cancel();
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an answer was completed with an exception", e);
        }
    }

    /** Wants no further answers: questions that were not answered yet are unanswered from now on. */
    public void cancel() {
        end(QueryAnswer.Why.CANCELLED);
    }

    private void end(QueryAnswer.Why why) {
        boolean early = false;
        for (int i = 0; i < answers.size(); i++) {
            early |= answers.get(i).complete(new Unanswered<>(subjects.get(i), why));
        }
        if (early) {
            workers.forEach(Thread::interrupt);
        }
    }

    private void work() {
        for (int i = next.getAndIncrement(); i < answers.size(); i = next.getAndIncrement()) {
            if (!answers.get(i).isDone()) {
                answers.get(i).complete(answer(subjects.get(i)));
            }
        }
    }

    private QueryAnswer<S, R> answer(S subject) {
        try {
            return new Answered<>(subject, query.apply(subject));
        } catch (RuntimeException | Error e) {
            // Whoever asked is told; the thread has other questions to answer.
            return new Failed<>(subject, e);
        }
    }
}
