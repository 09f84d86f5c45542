package dev.cnv.processor;

import com.google.auto.service.AutoService;
import dev.cnv.processor.check.Checks;
import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.InternalErrors;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.diagnostic.Reporter;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.read.HandlerReader;
import dev.cnv.processor.read.Marks;
import dev.cnv.processor.read.StrayReader;
import dev.cnv.processor.write.HandlerWriter;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.annotation.processing.SupportedOptions;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/**
 * Checks annotated classes, and writes their certificates, verbs and schemas. Each file comes from
 * one class alone, so that an incremental build need not look at others.
 */
@AutoService(Processor.class)
@SupportedOptions(InternalErrors.DEBUG)
@SupportedAnnotationTypes({
    HandlerReader.CAPABILITY,
    "dev.cnv.annotations.Contract",
    "dev.cnv.annotations.Param",
    "dev.cnv.annotations.Phases",
    // What speaks to the analysis alone is claimed for the same reason as the next.
    Marks.ALLOCATES,
    Marks.BOUNDARY,
    Marks.ISOLATED,
    Marks.SUPPRESSED,
    Marks.SUPPRESSED + ".All",
    // Nobody else claims it on our own files, which javac would warn about under -Xlint:processing.
    "javax.annotation.processing.Generated"
})
public final class CnvProcessor extends AbstractProcessor {

    private final Consumer<Handler> witness;

    /** Classes that name a type which another processor may still write. Names, never elements. */
    private final Set<String> deferred = new TreeSet<>();

    /** Classes whose certificates were written a round before the rest, to see whose they take. */
    private final Set<String> ahead = new TreeSet<>();

    private Optional<HandlerWriter> writer = Optional.empty();

    /** A processor; the compiler makes it by way of its service entry. */
    public CnvProcessor() {
        this(_ -> {});
    }

    /** A processor that shows each model to a witness. */
    CnvProcessor(Consumer<Handler> witness) {
        this.witness = witness;
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    @SuppressWarnings(
            "DoNotClaimAnnotations") // The annotations are CNV's own; javac warns about unclaimed
    // ones.
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        InternalErrors errors =
                new InternalErrors(processingEnv.getMessager(), processingEnv.getOptions());
        Map<String, TypeElement> types = new TreeMap<>();
        errors.guard("annotations", () -> {
            collectDeferred(types);
            annotations.forEach(annotation -> collect(annotation, round, types));
        });
        types.forEach(
                (name, type) -> errors.guard(name, () -> process(type, round.processingOver())));
        return !annotations.isEmpty();
    }

    private void collectDeferred(Map<String, TypeElement> types) {
        for (String name : deferred) {
            TypeElement type = processingEnv.getElementUtils().getTypeElement(name);
            if (type != null) {
                types.put(name, type);
            }
        }
        deferred.clear();
    }

    private void collect(
            TypeElement annotation, RoundEnvironment round, Map<String, TypeElement> types) {
        String name = annotation.getQualifiedName().toString();
        if (name.equals(HandlerReader.CAPABILITY)) {
            for (Element method : round.getElementsAnnotatedWith(annotation)) {
                if (method.getEnclosingElement() instanceof TypeElement type) {
                    types.put(type.getQualifiedName().toString(), type);
                }
            }
        } else if (name.equals(Parameter.ANNOTATION)
                || name.equals("dev.cnv.annotations.Contract")
                || name.equals("dev.cnv.annotations.Phases")) {
            StrayReader.report(processingEnv.getElementUtils(), round, annotation, reporter());
        }
    }

    private void process(TypeElement type, boolean lastRound) {
        Handler handler = new HandlerReader(processingEnv.getElementUtils()).read(type);
        witness.accept(handler);
        if (handler.unresolved() && !lastRound) {
            deferred.add(type.getQualifiedName().toString());
            return;
        }
        String name = type.getQualifiedName().toString();
        Problems problems = Checks.check(handler);
        if (handler.assumesProof() && !lastRound && ahead.add(name)) {
            deferred.add(name);
            write(handler, type, files -> files.certificates(handler, problems.methods(), type));
            return;
        }
        reporter().report(type, problems.all());
        reporter().report(type, Checks.notes(handler, problems.methods()));
        // A type that is still unresolved does not exist: javac says so itself, and nothing that is
        // written in the last round changes what it sees. Half a class is worse than a late one.
        if (!lastRound || ahead.contains(name)) {
            write(handler, type, files -> files.write(handler, problems.methods(), type));
        }
    }

    private interface Writing {
        void to(HandlerWriter files) throws IOException;
    }

    private void write(Handler handler, TypeElement type, Writing writing) {
        HandlerWriter files = writer.orElseGet(() -> new HandlerWriter(processingEnv.getFiler()));
        writer = Optional.of(files);
        Problems problems = new Problems();
        try {
            writing.to(files);
        } catch (FilerException e) {
            problems.add(
                    Code.NAME_CLASH,
                    handler.site(),
                    "a file generated for " + handler.type().canonicalName() + " exists already: "
                            + e.getMessage(),
                    "rename or remove the other class");
        } catch (IOException e) {
            problems.add(
                    Code.FILE_NOT_WRITTEN,
                    handler.site(),
                    "a file generated for " + handler.type().canonicalName()
                            + " could not be written: " + e,
                    "see that the output folder can be written to");
        }
        reporter().report(type, problems.all());
    }

    private Reporter reporter() {
        return new Reporter(processingEnv.getMessager());
    }
}
