package dev.cnv.processor.read;

import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Reporter;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;

/** Finds annotations that describe a verb where there is none. */
public final class StrayReader {

    private StrayReader() {}

    /**
     * Reports each use of an annotation on a method that is no verb, or on a parameter of one.
     *
     * @param elements the compiler's elements
     * @param round the round
     * @param annotation the annotation
     * @param reporter where problems go
     */
    public static void report(
            Elements elements, RoundEnvironment round, TypeElement annotation, Reporter reporter) {
        String name = annotation.getQualifiedName().toString();
        for (Element element : round.getElementsAnnotatedWith(annotation)) {
            Element method =
                    element instanceof VariableElement ? element.getEnclosingElement() : element;
            if (method != null
                    && AnnotationView.of(elements, method, HandlerReader.CAPABILITY)
                            .isEmpty()) {
                reporter.report(
                        Code.STRAY_ANNOTATION,
                        element,
                        name,
                        "@" + annotation.getSimpleName() + " stands on " + method.getSimpleName()
                                + ", which is no verb",
                        "add @Capability to the method, or remove @" + annotation.getSimpleName());
            }
        }
    }
}
