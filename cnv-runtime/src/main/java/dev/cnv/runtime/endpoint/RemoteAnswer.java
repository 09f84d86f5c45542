package dev.cnv.runtime.endpoint;

/** What came of one call of several that were made together. */
public sealed interface RemoteAnswer {

    /**
     * The runtime elsewhere answered.
     *
     * @param outcome what became of the call; a denial is an outcome
     */
    record Answered(RemoteOutcome outcome) implements RemoteAnswer {}

    /**
     * No answer came.
     *
     * @param why what went wrong, and whether the verb may have run
     */
    record Unanswered(EndpointException why) implements RemoteAnswer {}

    /**
     * The outcome, where there is one.
     *
     * @return the outcome
     * @throws EndpointException when no answer came
     */
    default RemoteOutcome orThrow() throws EndpointException {
        return switch (this) {
            case Answered(RemoteOutcome outcome) -> outcome;
            case Unanswered(EndpointException why) -> throw AnswerReader.failed(why);
        };
    }
}
