package dev.cnv.benchmarks.call;

import dev.cnv.benchmarks.report.TimedProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a JVM is given of vectors. */
enum VectorSetting {
    WIDEST("all that it has"),
    AVX2("-XX:UseAVX=2"),
    AVX1("-XX:UseAVX=1"),
    SSE("-XX:UseAVX=0"),
    NO_MODULE("no vector module");

    private final String text;

    VectorSetting(String text) {
        this.text = text;
    }

    /** In a column's head. */
    String text() {
        return text;
    }

    /** The options of the JVM. */
    String[] options() {
        return switch (this) {
            case WIDEST -> new String[] {"--add-modules=jdk.incubator.vector"};
            case AVX2, AVX1, SSE -> new String[] {"--add-modules=jdk.incubator.vector", text};
            case NO_MODULE -> new String[0];
        };
    }

    /** Asks a JVM with these options what it makes of them. */
    VectorForms forms() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options()));
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), VectorForms.class.getName()));
        return VectorForms.parse(
                TimedProcess.run(Path.of("").toAbsolutePath(), command).output());
    }
}
