package dev.cnv.processor.read;

import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.processor.model.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** The annotations that speak to the analysis, on any element. */
public final class Marks {

    /** The canonical name of the annotation that vouches for effects. */
    public static final String BOUNDARY = "dev.cnv.annotations.EffectBoundary";

    /** The canonical name of the annotation that lets a verb allocate. */
    public static final String ALLOCATES = "dev.cnv.annotations.Allocates";

    /** The canonical name of the annotation that silences a finding. */
    public static final String SUPPRESSED = "dev.cnv.annotations.Suppressed";

    /** The canonical name of the claim that readers reach no change. */
    public static final String ISOLATED = "dev.cnv.annotations.Isolated";

    private Marks() {}

    /** {@return what somebody vouches that the element may do} */
    public static Optional<Set<Effect>> boundary(Elements elements, Element element) {
        return AnnotationView.of(elements, element, BOUNDARY)
                .map(view -> view.constants("value", Effect.class));
    }

    /** {@return whether the element has the annotation} */
    public static boolean has(Element element, String annotation) {
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().asElement() instanceof TypeElement type
                    && type.getQualifiedName().contentEquals(annotation)) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether the interface says that it is functional} */
    public static boolean functional(TypeElement type) {
        return type.getKind().isInterface() && has(type, "java.lang.FunctionalInterface");
    }

    /** {@return whether the element is a verb} */
    public static boolean verb(Element element) {
        return has(element, HandlerReader.CAPABILITY);
    }

    /** {@return the reason of an annotation's member, empty when the annotation is absent} */
    public static Optional<String> reason(
            Elements elements, Element element, String annotation, String member) {
        return AnnotationView.of(elements, element, annotation).map(view -> view.text(member));
    }

    /** {@return whether the element is a verb of the fast path} */
    public static boolean fast(Elements elements, Element element) {
        return verb(element)
                && AnnotationView.of(elements, element, VerbReader.CONTRACT)
                        .map(view -> view.constant(
                                "duration", DurationClass.class, DurationClass.INTERACTIVE))
                        .filter(DurationClass.FAST_PATH::equals)
                        .isPresent();
    }

    /** {@return whether an annotation's member is true} */
    public static boolean flag(
            Elements elements, Element element, String annotation, String member) {
        return AnnotationView.of(elements, element, annotation)
                .map(view -> view.flag(member))
                .orElse(false);
    }

    /** {@return the suppressions on the element alone, in source order} */
    public static List<Verb.Suppression> suppressions(Elements elements, Element element) {
        List<Verb.Suppression> found = new ArrayList<>();
        AnnotationView.of(elements, element, SUPPRESSED)
                .ifPresent(view -> found.add(suppression(view)));
        AnnotationView.of(elements, element, SUPPRESSED + ".All")
                .ifPresent(view ->
                        view.nestedAll("value").forEach(one -> found.add(suppression(one))));
        return found;
    }

    private static Verb.Suppression suppression(AnnotationView view) {
        return new Verb.Suppression(view.text("code"), view.text("reason"));
    }
}
