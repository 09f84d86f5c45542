package dev.cnv.benchmarks.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.annotation.processing.SupportedOptions;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;

/**
 * Hands sources that are written already to javac, one file each, in the first round: a processor
 * that costs nothing but what javac itself does for a generated file.
 */
@SupportedAnnotationTypes("dev.cnv.annotations.Capability")
@SupportedOptions(FloorProcessor.SOURCES)
public final class FloorProcessor extends AbstractProcessor {

    /** The option that names the folder of the sources. */
    static final String SOURCES = "floor";

    private boolean done;

    /** A processor; the compiler makes it by its name. */
    public FloorProcessor() {}

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        if (done) {
            return true;
        }
        done = true;
        Path root = Path.of(processingEnv.getOptions().get(SOURCES));
        try (Stream<Path> all = Files.walk(root)) {
            List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
            for (Path file : files) {
                hand(root.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return true;
    }

    private void hand(String path, String text) throws IOException {
        String name = path.replace(".java", "").replace('/', '.');
        try (Writer out = processingEnv.getFiler().createSourceFile(name).openWriter()) {
            out.write(text);
        }
    }
}
