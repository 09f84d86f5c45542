package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.ChainVerdict;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.graph.ParallelQueries;
import dev.cnv.runtime.graph.QueryAnswer;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RulePolicyEngine;
import dev.cnv.runtime.reach.Access;
import dev.cnv.runtime.reach.Reach;
import dev.cnv.runtime.reach.ReachSurvey;
import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Who can reach which verb of an application, by tokens and a policy in files. */
public final class GraphReach {

    /** How long all answers together may take. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Which answers are shown. */
    public enum Answers {
        /** Those that are yes. */
        YES,
        /** Those that are yes, and those that depend on something. */
        POSSIBLE,
        /** All. */
        ALL
    }

    /**
     * Whether the holder of a token can call a verb.
     *
     * @param capability the verb
     * @param answer {@code yes}, {@code no} or {@code depends}; only {@code yes} is a yes
     * @param token the token's file
     * @param through the agents that authority was handed along, root first
     * @param way the verbs before it, when the policy permits it on a way only, and the verb
     * @param because the rule that permits, what it depends on, or why not
     */
    public record Line(
            String capability,
            String answer,
            String token,
            String through,
            String way,
            String because) {}

    /**
     * Who can reach what.
     *
     * @param at the time for which the answers are good
     * @param yes how many are yes
     * @param depends how many depend on something
     * @param no how many are no
     * @param lines the answers, sorted by verb, then as the tokens were given
     */
    public record Found(Instant at, int yes, int depends, int no, List<Line> lines) {}

    /**
     * Says who can reach which verb: for each token of some files and each verb of an application, whether
     * the token's holder could call it under a policy. Tokens are verified as a runtime would, but for
     * possession and uses. What arguments, priority or approvals decide is said to depend on them, which is
     * no yes. Nothing is run.
     *
     * @param token files of delegation tokens
     * @param trust files of the public keys that chains may begin with
     * @param policy the policy's file
     * @param capability these verbs only; * is one word of the path, ** the rest
     * @param answers which answers are shown; all, when the verbs are named without a *, and else those that
     *     may be yes
     * @param ca files of the certificate authorities that may vouch for the key that a chain begins with
     * @param crl files of the authorities' revocation lists, one of each authority in the path
     * @param tenant whose agents the authorities know; default when not given
     * @param revocations files of signed revocation lists of tokens; one counts for the tokens that its key
     *     issued and those below them
     * @param audience the runtime that tokens are presented to
     * @param at the time to ask about; now when not given
     * @param path the application's jars and folders; the tool's own verbs when it is left out
     * @return the answers
     * @throws IOException when a file cannot be read
     */
    @Capability(id = "cnv.graph.who-can")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public Found whoCan(
            @Param(flag = 'f', minLength = 1) List<Path> token,
            @Param(flag = 't') List<Path> trust,
            @Param(flag = 'r') Path policy,
            @Param(flag = 'c', defaultValue = "**") String capability,
            Optional<Answers> answers,
            List<Path> ca,
            List<Path> crl,
            Optional<String> tenant,
            List<Path> revocations,
            Optional<String> audience,
            Optional<Instant> at,
            @Param(flag = 'p', emptyDefault = true) String path)
            throws IOException {
        CapabilityPattern pattern = pattern(capability);
        VerbPath.Application application = VerbPath.application(path);
        requireSome(pattern, application);
        ReachSurvey survey = survey(application, PolicyFiles.read(policy));
        Trust trusted = TokenFiles.refusing(
                () -> TokenFiles.trusted(trust, ca, crl, tenant, Optional.empty(), audience));
        RevocationFiles revoked = RevocationFiles.read(revocations);
        Instant when = at.orElseGet(TokenFiles::now);
        List<Held> held = new ArrayList<>();
        for (Path file : token) {
            held.add(new Held(file, TokenFiles.chain(file)));
        }
        List<Line> lines = new ArrayList<>();
        for (QueryAnswer<Held, Reach> answer : answers(
                held, one -> reach(survey, revoked.verdict(one.chain(), trusted, when), when))) {
            lines.addAll(lines(answer.subject().file(), known(answer), pattern));
        }
        lines.sort(Comparator.comparing(Line::capability));
        return found(
                when,
                lines,
                answers.orElse(capability.contains("*") ? Answers.POSSIBLE : Answers.ALL));
    }

    @EffectBoundary(
            value = Effect.READ_ONLY,
            reason = "an engine that interprets compiles nothing and reads its rules alone")
    private static ReachSurvey survey(VerbPath.Application application, PolicySet policy) {
        return ReachSurvey.of(
                application.graph(), application.verbs(), RulePolicyEngine.interpreting(policy));
    }

    @EffectBoundary(
            value = Effect.READ_ONLY,
            reason = "an engine that interprets compiles nothing and reads its rules alone")
    private static Reach reach(ReachSurvey survey, ChainVerdict verdict, Instant when) {
        return survey.of(verdict, when);
    }

    /** A token in a file. */
    private record Held(Path file, Chain chain) {}

    /** Asks about all tokens at once: signatures and rules take the time, and none waits for another. */
    @EffectBoundary(
            value = Effect.READ_ONLY,
            reason = "the threads compute answers from what was read, and end with the run")
    private static List<QueryAnswer<Held, Reach>> answers(
            List<Held> held, Function<Held, Reach> query) {
        try (SystemTime time = new SystemTime(Clock.systemUTC())) {
            return ParallelQueries.of(
                            Thread.ofPlatform().name("cnv-who-can-", 0).daemon().factory(),
                            Runtime.getRuntime().availableProcessors(),
                            time)
                    .ask(held, query, LIMIT)
                    .await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw VerbPath.refused("interrupted before all tokens were asked about");
        }
    }

    /** The answer about a token. One that is missing is no answer, so that nothing is shown then. */
    private static Reach known(QueryAnswer<Held, Reach> answer) {
        return switch (answer) {
            case QueryAnswer.Answered(Held _, Reach reach) -> reach;
            case QueryAnswer.Unanswered(Held held, QueryAnswer.Why why) ->
                throw VerbPath.refused("token=" + held.file() + " was not asked about within "
                        + LIMIT + ": " + why);
            case QueryAnswer.Failed(Held held, Throwable cause) ->
                throw cause instanceof RuntimeException refusal
                        ? refusal
                        : new IllegalStateException(
                                "token=" + held.file() + " could not be asked about", cause);
        };
    }

    private static List<Line> lines(Path file, Reach reach, CapabilityPattern pattern) {
        return reach.verbs().entrySet().stream()
                .filter(entry -> pattern.matches(entry.getKey()))
                .map(entry -> line(entry.getKey(), entry.getValue(), file, reach))
                .toList();
    }

    private static CapabilityPattern pattern(String text) {
        return TokenFiles.refusing(() -> new CapabilityPattern(text));
    }

    private static void requireSome(CapabilityPattern pattern, VerbPath.Application application) {
        if (application.verbs().stream().noneMatch(verb -> pattern.matches(verb.id()))) {
            throw VerbPath.refused("capability=" + pattern + " is none of the "
                    + application.verbs().size() + " verbs; cnv graph show lists them");
        }
    }

    private static Line line(CapabilityId verb, Access access, Path file, Reach reach) {
        String through =
                reach.through().stream().map(AgentId::value).collect(Collectors.joining(" > "));
        return switch (access) {
            case Access.Granted(List<CapabilityId> way, Optional<String> rule) ->
                new Line(
                        verb.path(),
                        "yes",
                        file.toString(),
                        through,
                        way(way, verb),
                        rule.map(name -> "rule " + name).orElse(""));
            case Access.Depends(List<String> on) ->
                new Line(
                        verb.path(),
                        "depends",
                        file.toString(),
                        through,
                        "",
                        "depends on " + String.join("; ", on));
            case Access.Refused(Denial denial) ->
                new Line(verb.path(), "no", file.toString(), through, "", why(denial));
        };
    }

    private static String way(List<CapabilityId> before, CapabilityId verb) {
        List<String> all =
                new ArrayList<>(before.stream().map(CapabilityId::path).toList());
        all.add(verb.path());
        return String.join(" > ", all);
    }

    private static String why(Denial denial) {
        String rule = Optional.ofNullable(denial.details().get("rule"))
                .map(name -> " (rule " + name + ")")
                .orElse("");
        return denial.message() + rule;
    }

    private static Found found(Instant when, List<Line> lines, Answers shown) {
        Map<String, Long> counts =
                lines.stream().collect(Collectors.groupingBy(Line::answer, Collectors.counting()));
        return new Found(
                when,
                counts.getOrDefault("yes", 0L).intValue(),
                counts.getOrDefault("depends", 0L).intValue(),
                counts.getOrDefault("no", 0L).intValue(),
                lines.stream().filter(line -> isShown(line, shown)).toList());
    }

    private static boolean isShown(Line line, Answers shown) {
        return switch (shown) {
            case YES -> line.answer().equals("yes");
            case POSSIBLE -> !line.answer().equals("no");
            case ALL -> true;
        };
    }
}
