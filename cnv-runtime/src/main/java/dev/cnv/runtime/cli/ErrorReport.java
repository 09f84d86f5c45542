package dev.cnv.runtime.cli;

import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.ExitCode;
import dev.cnv.runtime.outcome.Receipt;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says on standard error why a command did not do what it was asked to.
 *
 * @param program the program's name
 * @param surroundings where to say it
 * @param json whether to say it as one JSON object on one line
 */
record ErrorReport(String program, Surroundings surroundings, boolean json) {

    /** Reports a denial without receipt and answers its exit code. */
    ExitCode report(Denial denial, String hint) {
        return report(denial, null, hint);
    }

    /** Reports a denial and answers its exit code. */
    ExitCode report(Denial denial, @Nullable Receipt receipt, String hint) {
        if (json) {
            surroundings.err().println(ResultJson.errorLine(denial, Optional.ofNullable(receipt)));
        } else {
            text(denial, receipt, hint);
        }
        surroundings.err().flush();
        return denial.reason().exit();
    }

    /** Reports a fault of this program with its stack trace. */
    ExitCode fault(Denial denial, Throwable fault) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        if (json) {
            return report(denial.with("stackTrace", trace.toString()), "");
        }
        ExitCode exit = report(denial, "");
        surroundings.err().print(DisplayText.block(trace.toString()));
        surroundings.err().flush();
        return exit;
    }

    /** A remark that is no error; left out where errors are read by machines. */
    void remark(String text) {
        if (!json) {
            surroundings.err().println(program + ": " + DisplayText.line(text));
        }
    }

    private void text(Denial denial, @Nullable Receipt receipt, String hint) {
        StringBuilder out = new StringBuilder(program)
                .append(": ")
                .append(DisplayText.line(denial.message()))
                .append(" [")
                .append(denial.reason().code())
                .append("]\n");
        denial.details().forEach((name, value) -> line(out, name, value));
        if (receipt != null) {
            line(out, "invocation", receipt.invocation().toString());
            if (!denial.details().containsKey("rule")) {
                receipt.rule().ifPresent(rule -> line(out, "rule", rule));
            }
            receipt.decision().ifPresent(index -> line(out, "decision", Long.toString(index)));
            receipt.outcome().ifPresent(index -> line(out, "outcome", Long.toString(index)));
        }
        if (!hint.isEmpty()) {
            out.append(DisplayText.line(hint)).append('\n');
        }
        surroundings.err().print(out);
    }

    private static void line(StringBuilder out, String name, String value) {
        out.append("  ")
                .append(DisplayText.line(name))
                .append(": ")
                .append(DisplayText.line(value))
                .append('\n');
    }
}
