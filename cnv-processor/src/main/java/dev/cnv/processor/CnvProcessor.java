package dev.cnv.processor;

import com.google.auto.service.AutoService;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.diagnostic.Reporter;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.read.HandlerReader;
import dev.cnv.processor.write.HandlerWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.annotation.processing.SupportedOptions;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/** Writes the certificates, verbs and schemas of annotated classes. */
@AutoService(Processor.class)
@SupportedOptions("cnv.debug")
@SupportedAnnotationTypes({
    "dev.cnv.annotations.Capability",
    "dev.cnv.annotations.Contract",
    "dev.cnv.annotations.Param",
    // Nobody else claims it on our own files, which javac would warn about under -Xlint:processing.
    "javax.annotation.processing.Generated"
})
public final class CnvProcessor extends AbstractProcessor {

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    @SuppressWarnings("DoNotClaimAnnotations") // The annotations are CNV's own; javac warns about unclaimed ones.
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        Map<String, TypeElement> types = new TreeMap<>();
        for (TypeElement annotation : annotations) {
            if (annotation.getQualifiedName().contentEquals(HandlerReader.CAPABILITY)) {
                for (Element method : round.getElementsAnnotatedWith(annotation)) {
                    if (method.getEnclosingElement() instanceof TypeElement type) {
                        types.put(type.getQualifiedName().toString(), type);
                    }
                }
            }
        }
        types.values().forEach(this::process);
        return !annotations.isEmpty();
    }

    private void process(TypeElement type) {
        Handler handler = new HandlerReader(processingEnv.getElementUtils()).read(type);
        Problems problems = new Problems();
        new Reporter(processingEnv.getMessager()).report(type, problems.all());
        try {
            new HandlerWriter(processingEnv.getFiler()).write(handler, problems.methods(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
