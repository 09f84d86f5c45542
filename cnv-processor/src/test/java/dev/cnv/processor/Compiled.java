package dev.cnv.processor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;

/** What a compilation under test came to. Files are by path, with forward slashes. */
record Compiled(
        boolean success,
        List<Message> messages,
        Map<String, String> sources,
        Map<String, byte[]> outputs) {

    private static final Pattern CODE = Pattern.compile("\\[(CNV-\\d{3})]");

    /** A message: where, how serious, and its text. */
    record Message(Diagnostic.Kind kind, String file, long line, String text) {

        /** The code in brackets, or empty. */
        String code() {
            Matcher code = CODE.matcher(text);
            return code.find() ? code.group(1) : "";
        }

        @Override
        public String toString() {
            return kind.toString().toLowerCase(Locale.ROOT) + " " + file + ":" + line + " " + text;
        }
    }

    /** The messages with a code, as {@code File.java:12 CNV-101}, sorted. */
    List<String> codes() {
        return messages.stream()
                .filter(message -> !message.code().isEmpty())
                .map(message -> message.file() + ":" + message.line() + " " + message.code())
                .sorted()
                .toList();
    }

    /** The errors without a code. */
    List<Message> otherErrors() {
        return messages.stream()
                .filter(message ->
                        message.code().isEmpty() && message.kind() == Diagnostic.Kind.ERROR)
                .toList();
    }

    String output(String path) {
        return new String(outputs.get(path), java.nio.charset.StandardCharsets.UTF_8);
    }
}
