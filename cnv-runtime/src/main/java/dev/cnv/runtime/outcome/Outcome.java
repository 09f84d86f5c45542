package dev.cnv.runtime.outcome;

import java.util.function.Function;

/**
 * The outcome of a call: the result, or why there is none.
 *
 * @param <R> what the verb returns; {@link Void} for a verb that returns nothing
 */
public sealed interface Outcome<R> {

    /**
     * What is known about the call, and where the ledger has it.
     *
     * @return the receipt
     */
    Receipt receipt();

    /**
     * The verb ran and returned.
     *
     * @param value what it returned; null only for a verb that returns nothing
     * @param receipt the receipt
     * @param repeated true when an earlier call with the same idempotency key ran and this is its
     *     recorded outcome
     * @param <R> what the verb returns
     */
    record Completed<R>(R value, Receipt receipt, boolean repeated) implements Outcome<R> {}

    /**
     * The verb did not run.
     *
     * @param denial why
     * @param receipt the receipt
     * @param <R> what the verb would have returned
     */
    record Denied<R>(Denial denial, Receipt receipt) implements Outcome<R> {}

    /**
     * The verb began to run and did not return: it threw, ran out of time or was cancelled. Its
     * effects may have happened.
     *
     * @param failure why
     * @param receipt the receipt
     * @param <R> what the verb would have returned
     */
    record Failed<R>(Denial failure, Receipt receipt) implements Outcome<R> {}

    /**
     * Every check passed, but the verb did not run because the policy mode is {@code DRY_RUN}.
     *
     * @param receipt the receipt
     * @param <R> what the verb would have returned
     */
    record Withheld<R>(Receipt receipt) implements Outcome<R> {}

    /**
     * The value of a completed call.
     *
     * @return the value
     * @throws CallRefusedException when the call did not complete; it carries the denial and the
     *     receipt
     */
    default R orThrow() {
        return switch (this) {
            case Completed<R>(R value, Receipt _, boolean _) -> value;
            case Denied<R>(Denial denial, Receipt receipt) ->
                throw new CallRefusedException(denial, receipt);
            case Failed<R>(Denial failure, Receipt receipt) ->
                throw new CallRefusedException(failure, receipt);
            case Withheld<R>(Receipt receipt) ->
                throw new CallRefusedException(
                        Denial.of(
                                Reason.CANCELLED,
                                "the policy is in mode DRY_RUN, so the verb did not run"),
                        receipt);
        };
    }

    /**
     * The same outcome with another value.
     *
     * @param mapping turns the value into another
     * @param <S> the other value's type
     * @return the outcome with the mapped value
     */
    default <S> Outcome<S> map(Function<? super R, ? extends S> mapping) {
        return switch (this) {
            case Completed<R>(R value, Receipt receipt, boolean repeated) ->
                new Completed<>(mapping.apply(value), receipt, repeated);
            case Denied<R>(Denial denial, Receipt receipt) -> new Denied<>(denial, receipt);
            case Failed<R>(Denial failure, Receipt receipt) -> new Failed<>(failure, receipt);
            case Withheld<R>(Receipt receipt) -> new Withheld<>(receipt);
        };
    }
}
