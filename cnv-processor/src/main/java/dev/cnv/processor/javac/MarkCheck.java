package dev.cnv.processor.javac;

import dev.cnv.annotations.DurationClass;
import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.model.Verb;
import dev.cnv.processor.read.Marks;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** The annotations that speak to the analysis have reasons, and a use. */
final class MarkCheck {

    private final Elements elements;
    private final Printer printer;

    MarkCheck(Elements elements, Printer printer) {
        this.elements = elements;
        this.printer = printer;
    }

    void check(Collection<ExecutableElement> methods) {
        Set<Element> all = new LinkedHashSet<>();
        for (ExecutableElement method : methods) {
            TypeElement type = Types.owner(method);
            if (all.add(type)) {
                check(type);
            }
            check(method);
        }
    }

    private void check(Element element) {
        reason(element, Marks.BOUNDARY, "reason");
        reason(element, Marks.ALLOCATES, "value");
        if (Marks.has(element, Marks.ALLOCATES) && !Marks.fast(elements, element)) {
            print(
                    element,
                    Marks.ALLOCATES,
                    "@Allocates stands on something that is no FAST_PATH verb",
                    "remove it: other verbs may allocate (" + DurationClass.FAST_PATH
                            + " alone may not)");
        }
        for (Verb.Suppression suppression : Marks.suppressions(elements, element)) {
            if (Code.of(suppression.code()).filter(Code::adjustable).isEmpty()) {
                print(
                        element,
                        Marks.SUPPRESSED,
                        "code=" + suppression.code() + " is no finding of the analysis",
                        "write a code from docs/errors.md that can be silenced, or remove @Suppressed");
            } else if (suppression.reason().isBlank()) {
                print(
                        element,
                        Marks.SUPPRESSED,
                        suppression.code() + " is silenced without a reason",
                        "say why it is no fault here");
            }
        }
    }

    private void reason(Element element, String annotation, String member) {
        Optional<String> reason = Marks.reason(elements, element, annotation, member);
        if (reason.isPresent() && reason.get().isBlank()) {
            print(
                    element,
                    annotation,
                    "@" + annotation.substring(annotation.lastIndexOf('.') + 1) + " has no reason",
                    "say in one sentence why it is true");
        }
    }

    private void print(Element element, String annotation, String what, String fix) {
        printer.print(Code.MALFORMED_MARK, element, printer.place(element, annotation), what, fix);
    }
}
