package dev.cnv.processor.check;

import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Retry;
import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.diagnostic.Site;
import dev.cnv.processor.model.Contract;
import dev.cnv.processor.model.Texts;
import dev.cnv.processor.model.Verb;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The members of a contract are well-formed and do not contradict each other. */
final class ContractCheck {

    private static final String ANNOTATION = "dev.cnv.annotations.Contract";

    private final Verb verb;
    private final Contract contract;
    private final Problems problems;

    private ContractCheck(Verb verb, Problems problems) {
        this.verb = verb;
        this.contract = verb.contract();
        this.problems = problems;
    }

    static void check(Verb verb, Problems problems) {
        ContractCheck check = new ContractCheck(verb, problems);
        check.deadline();
        check.timeout();
        check.retry();
        check.concurrency();
        check.limits();
    }

    private void deadline() {
        Deadline.Kind kind = contract.deadline().kind();
        String within = contract.deadline().within();
        if ((kind == Deadline.Kind.NONE) != within.isEmpty()) {
            problems.add(
                    Code.CONTRADICTORY_DEADLINE,
                    site("deadline"),
                    "a deadline of kind=" + kind
                            + (within.isEmpty() ? " has no within" : " has within=" + within),
                    within.isEmpty()
                            ? "say within which time, such as within=\"5s\""
                            : "choose HARD, SOFT or MUST_START_BY, or remove within");
            return;
        }
        Duration maximum = contract.duration().maximum();
        duration(within, "deadline", "within")
                .filter(time -> time.compareTo(maximum) < 0)
                .ifPresent(time -> problems.add(
                        Code.DEADLINE_TOO_SHORT,
                        site("deadline", "within"),
                        "the deadline within=" + within + " is shorter than the maximum "
                                + text(maximum) + " of duration=" + contract.duration(),
                        fitting(time)));
    }

    private String fitting(Duration within) {
        Optional<DurationClass> fits = Arrays.stream(DurationClass.values())
                .filter(duration -> duration.maximum().compareTo(within) <= 0)
                .reduce((_, longer) -> longer);
        return fits.map(duration -> "use duration=" + duration + ", whose maximum is "
                        + text(duration.maximum()) + ", or a deadline of at least "
                        + text(contract.duration().maximum()))
                .orElseGet(() -> "no duration class fits, the shortest is FAST_PATH with "
                        + text(DurationClass.FAST_PATH.maximum()) + ": give it at least that");
    }

    private void timeout() {
        Duration maximum = contract.duration().maximum();
        duration(contract.timeout(), "timeout")
                .filter(time -> time.compareTo(maximum) > 0)
                .ifPresent(_ -> problems.add(
                        Code.TIMEOUT_TOO_LONG,
                        site("timeout"),
                        "the timeout=" + contract.timeout() + " is longer than the maximum "
                                + text(maximum) + " of duration=" + contract.duration(),
                        "shorten it, or choose a longer duration class"));
    }

    private void retry() {
        Contract.RetryTerms retry = contract.retry();
        Optional<String> wrong = RetryMembers.contradiction(retry);
        wrong.ifPresent(what -> problems.add(
                Code.CONTRADICTORY_RETRY,
                site("retry"),
                "a retry of kind=" + retry.kind() + " " + what,
                "give " + RetryMembers.needs(retry.kind())));
        if (retry.kind() == Retry.Kind.NONE) {
            return;
        }
        Optional<Duration> first = duration(retry.delay(), "retry", "delay");
        Optional<Duration> longest = duration(retry.maxDelay(), "retry", "maxDelay");
        if (wrong.isEmpty()
                && first.isPresent()
                && longest.isPresent()
                && longest.get().compareTo(first.get()) < 0) {
            problems.add(
                    Code.CONTRADICTORY_RETRY,
                    site("retry", "maxDelay"),
                    "maxDelay=" + retry.maxDelay() + " is shorter than delay=" + retry.delay(),
                    "swap them");
        }
        if (verb.effects().filter(Verb.Effects::mutating).isPresent() && !contract.idempotent()) {
            problems.add(
                    Code.RETRY_NOT_IDEMPOTENT,
                    site("retry"),
                    "the verb changes something and is not idempotent, so that a second attempt could do it twice",
                    "say idempotent=true if a second run changes nothing more, or remove the retry");
        }
    }

    private void concurrency() {
        Contract.ConcurrencyTerms terms = contract.concurrency();
        boolean shared = terms.kind() == Concurrency.Kind.TENANT_SHARED
                || terms.kind() == Concurrency.Kind.GLOBAL_SHARED;
        if (shared && terms.max() < 1) {
            problems.add(
                    Code.CONTRADICTORY_CONCURRENCY,
                    site("concurrency"),
                    "a concurrency of kind=" + terms.kind() + " has max=" + terms.max(),
                    "say how many permits there are, at least 1");
        } else if (!shared && terms.max() != 0) {
            problems.add(
                    Code.CONTRADICTORY_CONCURRENCY,
                    site("concurrency", "max"),
                    "a concurrency of kind=" + terms.kind() + " has max=" + terms.max(),
                    "choose TENANT_SHARED or GLOBAL_SHARED, or remove max");
        }
        boolean rated = terms.kind() == Concurrency.Kind.GLOBAL_SHARED
                ? terms.perSecond() < 0
                : terms.perSecond() != 0;
        if (rated) {
            problems.add(
                    Code.CONTRADICTORY_CONCURRENCY,
                    site("concurrency", "perSecond"),
                    "a concurrency of kind=" + terms.kind() + " has perSecond=" + terms.perSecond(),
                    "use a positive number with GLOBAL_SHARED, or remove perSecond");
        }
    }

    private void limits() {
        Contract.LimitTerms limits = contract.limits();
        duration(limits.cpuTime(), "limits", "cpuTime");
        limit("memoryBytes", limits.memoryBytes(), 1);
        limit("fileDescriptors", limits.fileDescriptors(), 0);
        limit("connections", limits.connections(), 0);
    }

    private void limit(String member, long value, long least) {
        if (value != -1 && value < least) {
            problems.add(
                    Code.MALFORMED_LIMIT,
                    site("limits", member),
                    "the limit " + member + "=" + value + " is too small",
                    "write at least " + least + ", or -1 for no limit");
        }
    }

    /** The duration of a member, reported when the text is none; empty for an empty text. */
    private Optional<Duration> duration(String text, String... member) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> duration = Texts.duration(text).filter(Duration::isPositive);
        if (duration.isEmpty()) {
            problems.add(
                    Code.MALFORMED_DURATION,
                    site(member),
                    String.join(".", member) + "=\"" + text + "\" is no positive duration",
                    "write a whole number and ns, us, ms, s, m, h or d, such as 100ms, or ISO-8601 such as PT30S");
        }
        return duration;
    }

    private Site site(String... member) {
        return verb.site().annotation(ANNOTATION).member(member);
    }

    private static String text(Duration duration) {
        return duration.toMillis() % 1_000 == 0
                ? duration.toSeconds() + "s"
                : duration.toMillis() + "ms";
    }
}
