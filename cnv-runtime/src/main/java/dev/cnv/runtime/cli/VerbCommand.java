package dev.cnv.runtime.cli;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Explanation;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.decode.Durations;
import dev.cnv.runtime.decode.TextArguments;
import dev.cnv.runtime.decode.TextArguments.Parsed;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.ExitCode;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.Receipt;
import dev.cnv.runtime.time.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One verb called, or explained, from a command line. All that is wrong with the line is found before
 * the application is opened.
 */
final class VerbCommand {

    private final VerbDescriptor verb;
    private final VerbArguments given;
    private final Surroundings surroundings;
    private final ErrorReport errors;
    private final Time time;
    private final String usageHint;

    VerbCommand(
            VerbDescriptor verb,
            VerbArguments given,
            Surroundings surroundings,
            ErrorReport errors,
            Time time,
            String usageHint) {
        this.verb = verb;
        this.given = given;
        this.surroundings = surroundings;
        this.errors = errors;
        this.time = time;
        this.usageHint = usageHint;
    }

    /**
     * Runs the verb.
     *
     * @throws CommandRefusedException when the command line is wrong; the application was not opened
     * @throws RuntimeRefusedException when the application could not be opened for the caller
     */
    ExitCode run(CliRuntime runtime) throws RuntimeRefusedException {
        OutputFormat format = format();
        CallerChoice caller = caller();
        ObjectNode arguments = switch (TextArguments.parse(verb, given.texts())) {
            case Parsed.Json(ObjectNode readable) -> readable;
            case Parsed.Refused(Denial denial) -> throw new CommandRefusedException(denial);
        };
        CallOptions options = options();
        verb.deprecation()
                .ifPresent(deprecation ->
                        errors.remark(verb.id() + " is deprecated: " + deprecation.reason()
                                + deprecation
                                        .replacedBy()
                                        .map(id -> " Use " + id + " instead.")
                                        .orElse("")));
        try (ReceiptFile receipt = receiptFile()) {
            Session session = runtime.open(caller);
            try {
                return given.has(CallOption.EXPLAIN)
                        ? explain(session.with(options), arguments, format)
                        : call(session, options, arguments, format, receipt);
            } finally {
                runtime.close();
            }
        }
    }

    private @Nullable ReceiptFile receiptFile() {
        Optional<String> file = given.value(CallOption.RECEIPT);
        if (file.isEmpty()) {
            return null;
        }
        if (given.has(CallOption.EXPLAIN)) {
            throw new CommandRefusedException(
                    Reason.PARAMETER_CONFLICT,
                    "option --receipt asks for a receipt of a call, and --explain makes none; give one",
                    CallOption.RECEIPT.word());
        }
        return ReceiptFile.create(path(CallOption.RECEIPT, file.get()));
    }

    private ExitCode call(
            Session session,
            CallOptions options,
            ObjectNode arguments,
            OutputFormat format,
            @Nullable ReceiptFile receipt) {
        if (receipt != null) {
            receipt.require(session);
        }
        Outcome<JsonNode> outcome = outcome(session, options, arguments, format);
        ExitCode exit = report(outcome, format);
        Optional<Denial> missing =
                receipt == null ? Optional.empty() : receipt.write(session, outcome);
        return missing.map(denial -> errors.report(denial, "")).orElse(exit);
    }

    private Outcome<JsonNode> outcome(
            Session session, CallOptions options, ObjectNode arguments, OutputFormat format) {
        ProgressLine progress = surroundings.terminal().errIsTerminal()
                ? new ProgressLine(surroundings.err(), surroundings.terminal().columnCount(), time)
                : null;
        try {
            RecordLines records = new RecordLines(
                    surroundings.out(),
                    surroundings.err(),
                    format,
                    surroundings.terminal().outIsTerminal(),
                    progress);
            return session.with(options.progress(records)).call(verb.id(), arguments);
        } finally {
            if (progress != null) {
                progress.end();
            }
        }
    }

    private ExitCode report(Outcome<JsonNode> outcome, OutputFormat format) {
        return switch (outcome) {
            case Outcome.Completed<JsonNode>(JsonNode value, Receipt _, boolean repeated) -> {
                if (repeated) {
                    errors.remark(
                            "this call ran before under the same idempotency key; this is its recorded result");
                }
                print(value, format);
                yield ExitCode.OK;
            }
            case Outcome.Denied<JsonNode>(Denial denial, Receipt receipt) ->
                errors.report(denial, receipt, hint(denial));
            case Outcome.Failed<JsonNode>(Denial failure, Receipt receipt) ->
                errors.report(failure, receipt, "");
            case Outcome.Withheld<JsonNode>(Receipt receipt) ->
                errors.report(
                        Denial.of(
                                Reason.CANCELLED,
                                "the policy is in mode DRY_RUN, so the verb did not run"),
                        receipt,
                        "");
        };
    }

    private ExitCode explain(Session session, ObjectNode arguments, OutputFormat format) {
        Explanation explanation = session.explain(verb.id(), arguments);
        write(ResultJson.explanation(explanation), format);
        return explanation.denial().map(denial -> denial.reason().exit()).orElse(ExitCode.OK);
    }

    /** Prints a result; a verb that returns nothing prints nothing, in every form. */
    private void print(@Nullable JsonNode value, OutputFormat format) {
        if (value != null && !value.isMissingNode() && !verb.result().equals(ValueType.NOTHING)) {
            write(value, format);
        }
    }

    private void write(JsonNode value, OutputFormat format) {
        boolean toTerminal = surroundings.terminal().outIsTerminal();
        int columnCount = toTerminal && format == OutputFormat.TABLE
                ? surroundings.terminal().columnCount()
                : 0;
        surroundings.out().print(new ResultText(toTerminal, columnCount).of(value, format));
    }

    private OutputFormat format() {
        // The same in a pipe as on a terminal: what a person saw is what a script gets.
        return given.value(CallOption.OUTPUT).flatMap(OutputFormat::of).orElse(OutputFormat.TABLE);
    }

    private CallerChoice caller() {
        Optional<String> name = given.value(CallOption.AS);
        Optional<String> token = given.value(CallOption.TOKEN);
        if (name.isPresent() && token.isPresent()) {
            throw new CommandRefusedException(
                    Reason.PARAMETER_CONFLICT,
                    "options --as and --token each say who calls; give one",
                    "token");
        }
        if (token.isPresent()) {
            return new CallerChoice.TokenFile(path(CallOption.TOKEN, token.get()));
        }
        return name.<CallerChoice>map(CallerChoice.Named::new).orElseGet(CallerChoice.Default::new);
    }

    private CallOptions options() {
        CallOptions options = CallOptions.NONE.approvals(approvals());
        if (given.has(CallOption.DRY_RUN)) {
            options = options.asDryRun();
        }
        Optional<String> key = given.value(CallOption.IDEMPOTENCY_KEY);
        Optional<String> timeout = given.value(CallOption.TIMEOUT);
        try {
            options = key.isPresent() ? options.idempotencyKey(key.get()) : options;
        } catch (IllegalArgumentException e) {
            throw malformed(CallOption.IDEMPOTENCY_KEY, e);
        }
        try {
            return timeout.isPresent()
                    ? options.timeAllowed(Durations.parse(timeout.get()))
                    : options;
        } catch (IllegalArgumentException e) {
            throw malformed(CallOption.TIMEOUT, e);
        }
    }

    private List<Approval> approvals() {
        List<Approval> approvals = new ArrayList<>();
        for (String name : given.values(CallOption.APPROVAL)) {
            Path file = path(CallOption.APPROVAL, name);
            try {
                approvals.add(Approval.parse(Files.readString(file)));
            } catch (IOException | CborRefusedException e) {
                String why = e instanceof CborRefusedException
                        ? String.valueOf(e.getMessage())
                        : e.toString();
                throw new CommandRefusedException(Denial.of(
                        Reason.APPROVAL_INVALID, "approval=" + file + " cannot be read: " + why));
            }
        }
        return approvals;
    }

    private static Path path(CallOption option, String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw malformed(option, e);
        }
    }

    private static CommandRefusedException malformed(
            CallOption option, IllegalArgumentException fault) {
        return new CommandRefusedException(
                Reason.PARAMETER_MALFORMED,
                option.shortName() + ": " + fault.getMessage(),
                option.word());
    }

    private String hint(Denial denial) {
        return denial.reason().exit() == ExitCode.USAGE ? usageHint : "";
    }
}
