package dev.cnv.processor.javac;

import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.read.Marks;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.Element;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** Nobody calls a verb's method but the kernel, and the tests of its own class. */
final class DirectCalls {

    private final Elements elements;
    private final Printer printer;

    DirectCalls(Elements elements, Printer printer) {
        this.elements = elements;
        this.printer = printer;
    }

    void check(List<Findings.DirectCall> calls) {
        for (Findings.DirectCall call : calls) {
            TypeElement handler = Types.owner(call.verb());
            if (!testOf(top(call.from()), top(handler))) {
                String id = Marks.reason(
                                elements, call.verb(), "dev.cnv.annotations.Capability", "id")
                        .orElse("");
                printer.print(
                        Code.DIRECT_CALL,
                        call.from(),
                        call.place(),
                        call.from().getSimpleName() + " calls the verb " + id
                                + " without the kernel: " + Types.shortName(call.verb()),
                        "call " + verbs(handler) + ".with(session)."
                                + call.verb().getSimpleName()
                                + ", or move what both need into a method that is no verb");
            }
        }
    }

    private static String verbs(TypeElement handler) {
        StringBuilder name = new StringBuilder(handler.getSimpleName());
        for (Element at = handler.getEnclosingElement();
                at instanceof TypeElement;
                at = at.getEnclosingElement()) {
            name.insert(0, at.getSimpleName() + "_");
        }
        return name.append("Verbs").toString();
    }

    private static TypeElement top(TypeElement type) {
        TypeElement top = type;
        for (Element at = type;
                at != null && !(at instanceof PackageElement);
                at = at.getEnclosingElement()) {
            if (at instanceof TypeElement around) {
                top = around;
            }
        }
        return top;
    }

    private boolean testOf(TypeElement from, TypeElement handler) {
        String name = Pattern.quote(handler.getSimpleName().toString());
        return elements.getPackageOf(from)
                        .getQualifiedName()
                        .equals(elements.getPackageOf(handler).getQualifiedName())
                && from.getSimpleName()
                        .toString()
                        .matches(name + "\\w*(?:Test|Tests|IT|Spec)|Test" + name);
    }
}
