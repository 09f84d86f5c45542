package dev.cnv.processor;

import com.google.auto.service.AutoService;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.read.HandlerReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Set;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.StandardLocation;

/** Writes the service entry by which an application finds its verbs. */
@AutoService(Processor.class)
@SupportedAnnotationTypes("dev.cnv.annotations.Effects")
public final class CnvServicesProcessor extends AbstractProcessor {

    private static final String ENTRY = "META-INF/services/dev.cnv.runtime.spi.VerbModule";

    private final Set<String> modules = new TreeSet<>();

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    @SuppressWarnings("DoNotClaimAnnotations") // The annotation is CNV's own; javac warns about unclaimed ones.
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        HandlerReader reader = new HandlerReader(processingEnv.getElementUtils());
        for (TypeElement annotation : annotations) {
            for (Element method : round.getElementsAnnotatedWith(annotation)) {
                if (method.getEnclosingElement() instanceof TypeElement type) {
                    collect(reader.read(type));
                }
            }
        }
        if (round.processingOver() && !round.errorRaised() && !modules.isEmpty()) {
            write();
        }
        return !annotations.isEmpty();
    }

    private void collect(Handler handler) {
        if (!handler.verbs().isEmpty() && handler.service()) {
            modules.add(handler.verbsType().canonicalName());
        }
    }

    private void write() {
        modules.addAll(earlier());
        try (Writer out = processingEnv.getFiler().createResource(StandardLocation.CLASS_OUTPUT, "", ENTRY).openWriter()) {
            for (String module : modules) {
                out.write(module + "\n");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What an earlier compile of other classes of this module wrote and still holds. */
    private Set<String> earlier() {
        Set<String> names = new TreeSet<>();
        try (BufferedReader in = new BufferedReader(
                processingEnv.getFiler().getResource(StandardLocation.CLASS_OUTPUT, "", ENTRY).openReader(true))) {
            in.lines().filter(name -> processingEnv.getElementUtils().getTypeElement(name) != null).forEach(names::add);
        } catch (IOException _) {
            return names;
        }
        return names;
    }
}
