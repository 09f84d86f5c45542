package dev.cnv.processor.diagnostic;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.Diagnostic;

/**
 * How serious the findings of the analysis are in this compilation: {@code -Acnv.CNV212=error}. A
 * code's hyphen is left out, because javac takes only identifiers and dots there.
 */
public final class Severities {

    private static final String PREFIX = "cnv.CNV";

    private final Map<Code, Optional<Diagnostic.Kind>> chosen = new EnumMap<>(Code.class);
    private final List<String> mistakes = new ArrayList<>();

    /**
     * Reads the options.
     *
     * @param options the options of the compilation
     */
    public Severities(Map<String, String> options) {
        options.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                choose(key, value);
            }
        });
    }

    private void choose(String key, String value) {
        Optional<Code> code =
                Code.of("CNV-" + key.substring(PREFIX.length())).filter(Code::adjustable);
        if (code.isEmpty()) {
            mistakes.add("-A" + key
                    + " names no finding of the analysis; write for example -Acnv.CNV212=error");
            return;
        }
        switch (String.valueOf(value)) {
            case "error" -> chosen.put(code.get(), Optional.of(Diagnostic.Kind.ERROR));
            case "warn" -> chosen.put(code.get(), Optional.of(Diagnostic.Kind.WARNING));
            case "note" -> chosen.put(code.get(), Optional.of(Diagnostic.Kind.NOTE));
            case "off" -> chosen.put(code.get(), Optional.empty());
            default ->
                mistakes.add("-A" + key + "=" + value
                        + " has no such value; write error, warn, note or off");
        }
    }

    /** {@return how serious a finding is, empty when nobody wants to hear of it} */
    public Optional<Diagnostic.Kind> of(Code code) {
        return chosen.getOrDefault(code, Optional.of(code.kind()));
    }

    /** {@return what is wrong with the options} */
    public List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    /** {@return the names of all options that may be given} */
    public static List<String> options() {
        List<String> options = new ArrayList<>();
        for (Code code : Code.values()) {
            if (code.adjustable()) {
                options.add("cnv." + code.label().replace("-", ""));
            }
        }
        return options;
    }
}
