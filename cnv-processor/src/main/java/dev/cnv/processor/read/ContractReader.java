package dev.cnv.processor.read;

import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Limits;
import dev.cnv.annotations.Retry;
import dev.cnv.processor.model.Contract;

/** From {@code @Contract} to its model. */
final class ContractReader {

    private ContractReader() {}

    static Contract read(AnnotationView view) {
        return new Contract(
                view.constant("duration", DurationClass.class, DurationClass.INTERACTIVE),
                view.nested("deadline")
                        .map(ContractReader::deadline)
                        .orElse(Contract.DEFAULT.deadline()),
                view.text("timeout"),
                view.nested("retry").map(ContractReader::retry).orElse(Contract.DEFAULT.retry()),
                view.flag("idempotent"),
                view.nested("concurrency")
                        .map(ContractReader::concurrency)
                        .orElse(Contract.DEFAULT.concurrency()),
                view.constant("isolation", Isolation.class, Isolation.SHARED),
                view.nested("limits")
                        .map(ContractReader::limits)
                        .orElse(Contract.DEFAULT.limits()));
    }

    private static Contract.DeadlineTerms deadline(AnnotationView view) {
        return new Contract.DeadlineTerms(
                view.constant("kind", Deadline.Kind.class, Deadline.Kind.NONE),
                view.text("within"));
    }

    private static Contract.RetryTerms retry(AnnotationView view) {
        return new Contract.RetryTerms(
                view.constant("kind", Retry.Kind.class, Retry.Kind.NONE),
                view.number("maxAttempts"),
                view.text("delay"),
                view.text("maxDelay"));
    }

    private static Contract.ConcurrencyTerms concurrency(AnnotationView view) {
        return new Contract.ConcurrencyTerms(
                view.constant("kind", Concurrency.Kind.class, Concurrency.Kind.UNLIMITED),
                view.number("max"),
                view.number("perSecond"));
    }

    private static Contract.LimitTerms limits(AnnotationView view) {
        return new Contract.LimitTerms(
                view.constant("preset", Limits.Preset.class, Limits.Preset.NONE),
                view.bigNumber("memoryBytes"),
                view.text("cpuTime"),
                view.number("fileDescriptors"),
                view.number("connections"),
                view.flag("wholeTree"));
    }
}
