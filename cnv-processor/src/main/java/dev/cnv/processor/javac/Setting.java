package dev.cnv.processor.javac;

import dev.cnv.processor.diagnostic.InternalErrors;
import dev.cnv.processor.diagnostic.Severities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The options of the analysis, as they are given to the processor ({@code -Akey=value}) or to the
 * plugin ({@code -Xplugin:Cnv key=value}).
 *
 * @param options the options by name
 */
public record Setting(Map<String, String> options) {

    /** Switches the analysis off: {@code -Acnv.analysis=off}. */
    public static final String ANALYSIS = "cnv.analysis";

    /** The file that says what foreign code may do: {@code -Acnv.effects=FILE}. */
    public static final String EFFECTS = "cnv.effects";

    /** Copies the options. */
    public Setting {
        options = new TreeMap<>(options);
    }

    /** Reads the plugin's arguments. */
    static Setting of(String... arguments) {
        Map<String, String> options = new TreeMap<>();
        for (String argument : arguments) {
            int sign = argument.indexOf('=');
            options.put(
                    sign < 0 ? argument : argument.substring(0, sign),
                    sign < 0 ? "" : argument.substring(sign + 1));
        }
        return new Setting(options);
    }

    boolean off() {
        return "off".equals(options.get(ANALYSIS));
    }

    String effectsFile() {
        String file = options.get(EFFECTS);
        return file == null ? "" : file;
    }

    /** {@return what is wrong with the options} */
    List<String> mistakes(Severities severities) {
        List<String> mistakes = new ArrayList<>(severities.mistakes());
        String analysis = options.get(ANALYSIS);
        if (options.containsKey(ANALYSIS) && !"on".equals(analysis) && !"off".equals(analysis)) {
            mistakes.add("-A" + ANALYSIS + "=" + analysis + " has no such value; write on or off");
        }
        return mistakes;
    }

    /** {@return the names of all options} */
    public static List<String> names() {
        List<String> names = new ArrayList<>(List.of(InternalErrors.DEBUG, ANALYSIS, EFFECTS));
        names.addAll(Severities.options());
        return names;
    }
}
