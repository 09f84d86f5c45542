package dev.cnv.runtime.decode;

import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.io.Serial;

/**
 * A value of checked arguments could not be made: the constructor of a record threw, two elements of
 * a set are equal as Java values, or a value is not of the type that generated code reads.
 */
public final class ValueRefusedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String path;

    ValueRefusedException(String path, String message) {
        super("parameter=" + path + ' ' + message);
        this.path = path;
    }

    ValueRefusedException(String path, RuntimeException cause) {
        super(
                "parameter=" + path + " is refused by its record with "
                        + cause.getClass().getName(),
                cause);
        this.path = path;
    }

    /**
     * Where the value is.
     *
     * @return a path such as {@code lines[2].sku}, empty for the input as a whole
     */
    public String path() {
        return path;
    }

    /**
     * This refusal as a denial. The message of the record's exception, which may hold the value, is
     * shown only where no parameter of that name is sensitive.
     *
     * @param verb the verb whose input was read
     * @return a denial with {@code PARAMETER_RULE_BROKEN}
     */
    public Denial denial(VerbDescriptor verb) {
        String name = path.split("[.\\[]", 2)[0];
        boolean open =
                verb.parameter(name).map(parameter -> !parameter.sensitive()).orElse(false)
                        || (path.isEmpty()
                                && verb.parameters().stream()
                                        .noneMatch(ParameterDescriptor::sensitive));
        Throwable cause = getCause();
        String why = cause == null || !open || cause.getMessage() == null
                ? ""
                : ": " + cause.getMessage();
        String where = open ? path : name;
        Denial denial = Denial.of(
                        Reason.PARAMETER_RULE_BROKEN,
                        "parameter=" + where + " is refused by "
                                + (cause == null
                                        ? "the verb's input"
                                        : cause.getClass().getName()) + why)
                .with(Denial.PARAMETER, where)
                .with("rule", cause == null ? "readable" : "constructor");
        return cause == null
                ? denial
                : denial.with("exception", cause.getClass().getName());
    }
}
