package dev.cnv.processor.diagnostic;

import java.util.List;
import java.util.Map;
import javax.annotation.processing.Messager;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/** Prints problems where they are: on the annotation value, else the annotation, else the element. */
public final class Reporter {

    private final Messager messager;

    /**
     * A reporter.
     *
     * @param messager where messages go
     */
    public Reporter(Messager messager) {
        this.messager = messager;
    }

    /**
     * Prints problems of one class.
     *
     * @param type the class of this round
     * @param problems its problems
     */
    public void report(TypeElement type, List<Problem> problems) {
        for (Problem problem : problems) {
            print(problem, element(type, problem.site()));
        }
    }

    /**
     * Prints a problem of an annotation.
     *
     * @param code what kind of problem
     * @param element what the annotation stands on
     * @param annotation the annotation's canonical name
     * @param what what is wrong, with the values
     * @param fix what to change
     */
    public void report(Code code, Element element, String annotation, String what, String fix) {
        print(new Problem(code, Site.ofType("").annotation(annotation), what, fix), element);
    }

    private void print(Problem problem, Element element) {
        Site site = problem.site();
        AnnotationMirror annotation =
                site.annotation().isEmpty() ? null : annotation(element, site.annotation());
        if (annotation == null) {
            messager.printMessage(problem.code().kind(), problem.message(), element);
            return;
        }
        AnnotationValue value = value(annotation, site.member());
        if (value == null) {
            messager.printMessage(problem.code().kind(), problem.message(), element, annotation);
        } else {
            messager.printMessage(
                    problem.code().kind(), problem.message(), element, annotation, value);
        }
    }

    private static Element element(TypeElement type, Site site) {
        if (site.method() < 0) {
            return type;
        }
        ExecutableElement method =
                ElementFilter.methodsIn(type.getEnclosedElements()).get(site.method());
        return site.parameter() < 0 ? method : method.getParameters().get(site.parameter());
    }

    private static @Nullable AnnotationMirror annotation(Element element, String name) {
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().asElement() instanceof TypeElement found
                    && found.getQualifiedName().contentEquals(name)) {
                return mirror;
            }
        }
        return null;
    }

    /** The innermost value of the path that is written in the source. */
    private static @Nullable AnnotationValue value(AnnotationMirror annotation, List<String> path) {
        AnnotationValue found = null;
        Object at = annotation;
        for (String step : path) {
            AnnotationValue next = step(at, step);
            if (next == null) {
                return found;
            }
            found = next;
            at = next.getValue();
        }
        return found;
    }

    private static @Nullable AnnotationValue step(Object at, String step) {
        if (at instanceof AnnotationMirror mirror) {
            for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
                    mirror.getElementValues().entrySet()) {
                if (entry.getKey().getSimpleName().contentEquals(step)) {
                    return entry.getValue();
                }
            }
            return null;
        }
        if (at instanceof List<?> values
                && Integer.parseInt(step) < values.size()
                && values.get(Integer.parseInt(step)) instanceof AnnotationValue value) {
            return value;
        }
        return null;
    }
}
