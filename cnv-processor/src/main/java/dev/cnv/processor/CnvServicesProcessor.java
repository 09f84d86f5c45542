package dev.cnv.processor;

import com.google.auto.service.AutoService;
import dev.cnv.processor.check.DuplicateCheck;
import dev.cnv.processor.check.ProvidesCheck;
import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.InternalErrors;
import dev.cnv.processor.diagnostic.Reporter;
import dev.cnv.processor.javac.Hook;
import dev.cnv.processor.javac.Setting;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.read.HandlerReader;
import dev.cnv.processor.read.StrayReader;
import dev.cnv.processor.write.GraphWriter;
import dev.cnv.processor.write.ServiceWriter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/**
 * Looks at all annotated classes of a compilation together: ids and generated names must differ, and
 * one service entry names all generated verbs, so that an application finds them without scanning.
 *
 * <p>It is called for {@code Effects}, which every verb has, and {@link CnvProcessor} for the other
 * annotations: javac calls only one of two processors that claim the same annotation.
 */
@AutoService(Processor.class)
@SupportedAnnotationTypes("dev.cnv.annotations.Effects")
public final class CnvServicesProcessor extends AbstractProcessor {

    private final Set<String> services = new TreeSet<>();
    private final Map<String, Handler> handlers = new TreeMap<>();
    private final DuplicateCheck duplicates = new DuplicateCheck();
    private Optional<Hook> analysis = Optional.empty();

    /** A processor; the compiler makes it by way of its service entry. */
    public CnvServicesProcessor() {}

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
        super.init(environment);
        new InternalErrors(environment.getMessager(), environment.getOptions())
                .guard("the start of the analysis", () -> analysis = Hook.of(environment));
        if (analysis.isEmpty()) {
            environment
                    .getMessager()
                    .printMessage(
                            Code.ANALYSIS_OFF.kind(),
                            "[" + Code.ANALYSIS_OFF.label()
                                    + "] this compiler does not show the bodies of methods, so that effects"
                                    + " are taken as declared; compile with javac to have them checked");
        }
    }

    @Override
    public Set<String> getSupportedOptions() {
        return Set.copyOf(Setting.names());
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    @SuppressWarnings(
            "DoNotClaimAnnotations") // The annotation is CNV's own; javac warns about unclaimed
    // ones.
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        InternalErrors errors =
                new InternalErrors(processingEnv.getMessager(), processingEnv.getOptions());
        Map<String, TypeElement> types = new TreeMap<>();
        errors.guard(
                "annotations",
                () -> annotations.forEach(annotation -> collect(annotation, round, types)));
        types.forEach((name, type) -> errors.guard(name, () -> add(type)));
        if (round.processingOver() && !round.errorRaised()) {
            errors.guard("service entries", this::finish);
        }
        if (round.errorRaised()) {
            analysis.ifPresent(Hook::refuse);
        }
        return !annotations.isEmpty();
    }

    private void collect(
            TypeElement annotation, RoundEnvironment round, Map<String, TypeElement> types) {
        StrayReader.report(processingEnv.getElementUtils(), round, annotation, reporter());
        for (Element method : round.getElementsAnnotatedWith(annotation)) {
            if (method.getEnclosingElement() instanceof TypeElement type) {
                types.put(type.getQualifiedName().toString(), type);
            }
        }
    }

    private void add(TypeElement type) {
        Handler handler = new HandlerReader(processingEnv.getElementUtils()).read(type);
        if (handler.verbs().isEmpty()) {
            return;
        }
        handlers.put(type.getQualifiedName().toString(), handler);
        reporter().report(type, duplicates.check(handler).all());
        if (handler.service()) {
            services.add(handler.verbsType().canonicalName());
        }
    }

    private void finish() {
        ProvidesCheck.check(processingEnv.getElementUtils(), services, processingEnv.getMessager());
        new ServiceWriter(processingEnv.getFiler(), processingEnv.getElementUtils())
                .write(services);
        writeGraph();
    }

    private void writeGraph() {
        // What another processor wrote meanwhile has a form now.
        handlers.replaceAll((name, handler) -> handler.unresolved() ? read(name) : handler);
        if (handlers.values().stream().noneMatch(Handler::unresolved)) {
            GraphWriter.write(handlers.values(), processingEnv.getFiler());
        }
    }

    private Handler read(String name) {
        return new HandlerReader(processingEnv.getElementUtils())
                .read(processingEnv.getElementUtils().getTypeElement(name));
    }

    private Reporter reporter() {
        return new Reporter(processingEnv.getMessager());
    }
}
