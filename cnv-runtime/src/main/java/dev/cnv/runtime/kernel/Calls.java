package dev.cnv.runtime.kernel;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.kernel.Decoder.Written;
import dev.cnv.runtime.kernel.Examined.Passed;
import dev.cnv.runtime.kernel.Examined.Redirected;
import dev.cnv.runtime.kernel.Examined.Refused;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.time.Time;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * The path of a call from its arguments to its outcome, in one go: examined, then run or refused.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Calls {

    private final Entrance entrance;
    private final CallContexts contexts;
    private final Decoder decoder;
    private final Examiner examiner;
    private final Recorder recorder;
    private final Runner runner;
    private final Time time;

    Calls(
            Entrance entrance,
            CallContexts contexts,
            Decoder decoder,
            Examiner examiner,
            Recorder recorder,
            Runner runner,
            Time time) {
        this.entrance = entrance;
        this.contexts = contexts;
        this.decoder = decoder;
        this.examiner = examiner;
        this.recorder = recorder;
        this.runner = runner;
        this.time = time;
    }

    /**
     * Makes a call.
     *
     * @param gather whether a stream is collected
     */
    Outcome<Ran> call(
            KernelSession session, CapabilityId id, Supplier<JsonNode> arguments, boolean gather) {
        CallContext context = contexts.of(session);
        return entrance.call(
                session, context, id, () -> call(session, id, arguments, gather, context));
    }

    private Outcome<Ran> call(
            KernelSession session,
            CapabilityId id,
            Supplier<JsonNode> arguments,
            boolean gather,
            CallContext context) {
        long arrivedNanos = time.nanos();
        Examined examined = switch (decoder.written(id, arguments)) {
            case Written.Arguments(JsonNode given) ->
                examiner.examine(
                        session.caller(),
                        id,
                        given,
                        contexts.options(session),
                        context,
                        new Route(session.shown(given), true));
            case Written.Unwritable(Refused refused) -> refused;
        };
        return switch (examined) {
            case Passed(Call call) -> run(session, call, arrivedNanos, gather);
            case Refused refused -> recorder.refuse(refused, session.caller(), context);
            case Redirected redirected -> throw redirected.unfollowed();
        };
    }

    private Outcome<Ran> run(KernelSession session, Call call, long arrivedNanos, boolean gather) {
        Optional<Denial> late = contexts.late(session, call);
        return late.isPresent()
                ? recorder.refuse(call, DecisionStage.ADMIT, late.get())
                : runner.run(call, arrivedNanos, gather);
    }
}
