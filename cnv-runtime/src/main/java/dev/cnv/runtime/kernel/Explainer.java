package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.Explanation;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.decode.Redaction;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.kernel.Examined.Passed;
import dev.cnv.runtime.kernel.Examined.Point;
import dev.cnv.runtime.kernel.Examined.Redirected;
import dev.cnv.runtime.kernel.Examined.Refused;
import dev.cnv.runtime.outcome.Denial;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Examines calls that are not made, and tells what would become of them. Nothing is recorded or used up.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Explainer {

    private final CallContexts contexts;
    private final Examiner examiner;
    private final Runner runner;

    Explainer(CallContexts contexts, Examiner examiner, Runner runner) {
        this.contexts = contexts;
        this.examiner = examiner;
        this.runner = runner;
    }

    Explanation explain(KernelSession session, CapabilityId verb, JsonNode given) {
        Route route = new Route(session.shown(given), false);
        Examined examined = examiner.examine(
                        session.caller(),
                        verb,
                        given,
                        session.options(),
                        contexts.of(session),
                        route)
                .then(runner::withUsesLeft);
        Caller caller = session.caller();
        return switch (examined) {
            case Passed(Call call) ->
                explanation(
                        caller,
                        Point.of(DecisionStage.VERIFY, call),
                        Optional.of(Stage.VERIFIED),
                        Optional.empty(),
                        route);
            case Refused(Point point, Denial denial) ->
                explanation(caller, point, reached(point), Optional.of(denial), route);
            case Redirected redirected -> throw redirected.unfollowed();
        };
    }

    private static Optional<Stage> reached(Point point) {
        return switch (point.stage()) {
            case RESOLVE, DECODE -> Optional.empty();
            case AUTHENTICATE, MODE, PHASE, POLICY -> Optional.of(Stage.UNCHECKED);
            case CAPABILITY -> Optional.of(Stage.POLICY_CHECKED);
            case VERIFY -> Optional.of(Stage.CAPABILITY_CHECKED);
            case ADMIT, REPEATED, DECIDED, LIFTED -> Optional.of(Stage.VERIFIED);
        };
    }

    private static Explanation explanation(
            Caller caller,
            Point point,
            Optional<Stage> reached,
            Optional<Denial> denial,
            Route route) {
        Caller by = point.call().map(Call::caller).orElse(caller);
        return new Explanation(
                point.entry().map(Registry.Entry::verb),
                point.call()
                        .map(call -> Redaction.mask(call.verb(), call.arguments()))
                        .orElseGet(JsonNodeFactory.instance::objectNode),
                by.principal(),
                by.authority().describe(),
                point.call().flatMap(Call::policy),
                reached,
                denial,
                route.trail());
    }
}
