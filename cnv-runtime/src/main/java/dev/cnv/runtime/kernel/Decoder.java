package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.decode.ArgumentChecker;
import dev.cnv.runtime.decode.Checked;
import dev.cnv.runtime.decode.DidYouMean;
import dev.cnv.runtime.decode.JsonValueReader;
import dev.cnv.runtime.decode.ValueRefusedException;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.kernel.Examined.Passed;
import dev.cnv.runtime.kernel.Examined.Point;
import dev.cnv.runtime.kernel.Examined.Refused;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.telemetry.CallStage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The first two stages, resolve and decode: from a verb's name and arguments to a call of it.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Decoder {

    private final Kernel kernel;
    private final Registry registry;
    private final RandomIds ids;
    private final Duration certificateLife;

    Decoder(Kernel kernel, KernelParts parts) {
        this.kernel = kernel;
        this.registry = parts.registry();
        this.ids = parts.random();
        this.certificateLife = parts.certificateLife();
    }

    /** The arguments of a call as JSON, or why they have none. */
    sealed interface Written {
        /** They have. */
        record Arguments(JsonNode given) implements Written {}

        /** They have not. */
        record Unwritable(Refused refused) implements Written {}
    }

    /** Writes arguments; a typed call may hold values in them that have no JSON form. */
    Written written(CapabilityId id, Supplier<JsonNode> arguments) {
        try {
            return new Written.Arguments(arguments.get());
        } catch (IllegalArgumentException _) {
            // Its message may show the value, which may be a secret.
            return new Written.Unwritable(
                    refused(DecisionStage.DECODE, id, registry.find(id), unwritable(id)));
        }
    }

    /** Finds the verb, and decodes the arguments of a call that nobody has run. */
    Examined decode(
            Caller caller,
            CapabilityId id,
            JsonNode arguments,
            CallOptions options,
            CallContext context) {
        Optional<Registry.Entry> found = registry.find(id);
        if (found.isEmpty()) {
            return refused(DecisionStage.RESOLVE, id, found, unknown(id));
        }
        Registry.Entry entry = found.get();
        if (options.dryRun() && !entry.verb().effects().dryRun()) {
            return refused(DecisionStage.DECODE, id, found, noDryRun(id));
        }
        return Watching.stage(
                CallStage.DECODE, () -> decode(entry, arguments, caller, options, context));
    }

    /** Decodes the arguments of a call that nobody has run. */
    Examined decode(
            Registry.Entry entry,
            JsonNode arguments,
            Caller caller,
            CallOptions options,
            CallContext context) {
        return decode(entry, arguments, caller, options, context, new CallUse());
    }

    /** The call with the arguments that the policy gives it; it runs once in either form. */
    Examined rewritten(Call call, ObjectNode arguments) {
        return decode(
                call.entry(), arguments, call.caller(), call.options(), call.context(), call.use());
    }

    private Examined decode(
            Registry.Entry entry,
            JsonNode arguments,
            Caller caller,
            CallOptions options,
            CallContext context,
            CallUse use) {
        Point point = new Point(
                DecisionStage.DECODE, entry.verb().id(), Optional.of(entry), Optional.empty());
        return switch (ArgumentChecker.check(entry.verb(), arguments)) {
            case Checked.Refused(Denial denial) -> new Refused(point, denial);
            case Checked.Accepted(ObjectNode accepted) -> {
                try {
                    Object input =
                            entry.module().readInput(entry.index(), new JsonValueReader(accepted));
                    yield new Passed(new Call(
                            kernel,
                            entry,
                            accepted,
                            input,
                            CanonicalJson.digest(accepted),
                            caller,
                            context,
                            options,
                            new Call.Pass(
                                    ids.next(), context.received().plus(certificateLife), use),
                            Call.Ruling.NONE));
                } catch (ValueRefusedException e) {
                    yield new Refused(point, e.denial(entry.verb()));
                }
            }
        };
    }

    private static Refused refused(
            DecisionStage stage, CapabilityId id, Optional<Registry.Entry> entry, Denial denial) {
        return new Refused(new Point(stage, id, entry, Optional.empty()), denial);
    }

    private Denial unknown(CapabilityId id) {
        boolean noun = registry.hasNoun(id.noun());
        List<String> near = DidYouMean.closest(
                id.path(), registry.verbs().stream().map(v -> v.id().path()).toList());
        Denial denial = Denial.of(
                noun ? Reason.VERB_UNKNOWN : Reason.NOUN_UNKNOWN,
                noun ? "noun=" + id.noun() + " has no verb=" + id.verb() : "no noun=" + id.noun());
        return near.isEmpty()
                ? denial
                : denial.with(Denial.SUGGESTION, "did you mean " + String.join(" or ", near) + "?");
    }

    private static Denial unwritable(CapabilityId id) {
        return Denial.of(
                Reason.STRUCTURE_INVALID,
                "an argument of " + id
                        + " has no JSON form: it is NaN, infinite, has a lone surrogate, or too many"
                        + " digits");
    }

    static Denial noDryRun(CapabilityId id) {
        return Denial.of(
                Reason.DRY_RUN_UNSUPPORTED, id + " cannot be run dry; call it without dry run");
    }
}
