package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.audit.difference.Answer;
import dev.cnv.audit.difference.PolicyDifference;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.PolicyVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;

/** Policies in files: checked, shown, named by their hash and compared. */
public final class PolicyDifferences {

    /**
     * Two policies of which the second permits no more than the first.
     *
     * @param verdict in words
     * @param noWider that the second permits nothing which the first does not
     * @param same whether the first permits nothing which the second does not, either
     * @param tighter a request that the first permits and the second does not, when one is known
     */
    public record Compared(String verdict, String noWider, String same, String tighter) {}

    /**
     * Says whether a policy permits anything that another does not. Ends with status 3 unless it is proved
     * that it does not: with a request on which they differ, or with what stood in the way of a proof. A
     * proof needs Z3 (the module tools.aqua.turnkey.z3 on the module path); without it requests are drawn at
     * random, and only a difference can be shown.
     *
     * @param before the file of the policy that may permit more
     * @param after the file of the policy that should permit no more
     * @param timeout how long the solver may take for each direction
     * @return what was proved
     * @throws IOException when a file cannot be read
     */
    @Capability(id = "cnv.policy.diff")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.BATCH, idempotent = true)
    public Compared diff(
            @Param(flag = 'b') Path before,
            @Param(flag = 'a') Path after,
            @Param(min = "100ms", max = "10m", defaultValue = "20s") Duration timeout)
            throws IOException {
        PolicySet first = PolicyFiles.read(before);
        PolicySet second = PolicyFiles.read(after);
        PolicyDifference difference = new PolicyDifference(timeout, new SecureRandom());
        return switch (difference.wider(first, second)) {
            case Answer.NoWider _ -> noWider(difference.wider(second, first));
            case Answer.Wider wider -> throw wider(before, after, wider);
            case Answer.Undecided undecided -> throw undecided(undecided.why());
        };
    }

    private static Compared noWider(Answer other) {
        return switch (other) {
            case Answer.NoWider _ -> new Compared("both permit the same", "proved", "proved", "");
            case Answer.Wider wider ->
                new Compared(
                        "the second policy permits less",
                        "proved",
                        "no",
                        describe(wider.request()));
            case Answer.Undecided undecided ->
                new Compared(
                        "the second policy permits no more",
                        "proved",
                        "not known: " + undecided.why(),
                        "");
        };
    }

    private static VerbRefusedException wider(Path before, Path after, Answer.Wider wider) {
        return new VerbRefusedException(Denial.of(
                        Reason.POLICY_DELTA_REFUSED,
                        after + " permits what " + before + " does not: "
                                + describe(wider.request()))
                .with("first", verdict(wider.narrow()))
                .with("second", verdict(wider.wide()))
                .with("request", describe(wider.request())));
    }

    private static VerbRefusedException undecided(String why) {
        return new VerbRefusedException(Denial.of(
                Reason.POLICY_DELTA_REFUSED, "whether it permits more is not known: " + why));
    }

    private static String verdict(PolicyVerdict verdict) {
        return verdict.getClass().getSimpleName()
                + verdict.matched().map(rule -> " by rule " + rule).orElse("");
    }

    private static String describe(PolicyRequest request) {
        return "capability=" + request.verb().id() + " agent="
                + request.context().principal().agent().id() + " type="
                + request.context().principal().agent().type() + " tenant="
                + request.context().principal().tenant().value() + " arguments="
                + request.arguments() + " effects=" + request.verb().effects().effects()
                + " time=" + request.facts().now();
    }
}
