package dev.cnv.runtime.graph;

/**
 * What became of one of many questions that were asked at once.
 *
 * @param <S> what is asked about
 * @param <R> what an answer is
 */
public sealed interface QueryAnswer<S, R> {

    /** {@return what was asked about} */
    S subject();

    /**
     * The question was answered.
     *
     * @param subject what was asked about
     * @param result the answer
     * @param <S> what is asked about
     * @param <R> what an answer is
     */
    record Answered<S, R>(S subject, R result) implements QueryAnswer<S, R> {}

    /**
     * The question failed; the others went on.
     *
     * @param subject what was asked about
     * @param cause what it threw
     * @param <S> what is asked about
     * @param <R> what an answer is
     */
    record Failed<S, R>(S subject, Throwable cause) implements QueryAnswer<S, R> {}

    /**
     * The question was not answered in time, or nobody wanted the answer any more.
     *
     * @param subject what was asked about
     * @param why which of the two
     * @param <S> what is asked about
     * @param <R> what an answer is
     */
    record Unanswered<S, R>(S subject, Why why) implements QueryAnswer<S, R> {}

    /** Why a question was not answered. */
    enum Why {
        /** The run was cancelled first. */
        CANCELLED,
        /** The time of the run was over first. */
        DEADLINE
    }
}
