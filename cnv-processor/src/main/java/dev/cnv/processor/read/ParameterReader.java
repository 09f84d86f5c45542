package dev.cnv.processor.read;

import dev.cnv.processor.diagnostic.Site;
import dev.cnv.processor.model.Names;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.TypeName;
import dev.cnv.processor.model.Value;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;

/** From a method's parameter and its {@code @Param} to its model. */
final class ParameterReader {

    private static final Parameter.Rules NO_RULES =
            new Parameter.Rules("", "", -1, -1, "", List.of());

    private ParameterReader() {}

    static Parameter read(
            Elements elements, VariableElement element, Site site, Value value, String documented) {
        String javaName = element.getSimpleName().toString();
        TypeName type = Spelling.name(element.asType());
        return AnnotationView.of(elements, element, Parameter.ANNOTATION)
                .map(view -> annotated(view, javaName, type, site, value, documented))
                .orElseGet(() -> new Parameter(
                        site,
                        javaName,
                        Names.kebab(javaName),
                        type,
                        value,
                        documented,
                        Optional.empty(),
                        "",
                        ' ',
                        NO_RULES,
                        "",
                        List.of(),
                        List.of(),
                        false));
    }

    private static Parameter annotated(
            AnnotationView view,
            String javaName,
            TypeName type,
            Site site,
            Value value,
            String documented) {
        String name = view.text("name");
        String description = view.text("description");
        return new Parameter(
                site,
                javaName,
                name.isEmpty() ? Names.kebab(javaName) : name,
                type,
                value,
                description.isEmpty() ? documented : description,
                defaultText(view),
                view.text("env"),
                view.character("flag"),
                rules(view),
                view.text("group"),
                view.texts("requires"),
                view.texts("conflicts"),
                view.flag("sensitive"));
    }

    private static Optional<String> defaultText(AnnotationView view) {
        String text = view.text("defaultValue");
        return text.isEmpty() && !view.flag("emptyDefault") ? Optional.empty() : Optional.of(text);
    }

    private static Parameter.Rules rules(AnnotationView view) {
        return new Parameter.Rules(
                view.text("min"),
                view.text("max"),
                view.number("minLength"),
                view.number("maxLength"),
                view.text("pattern"),
                view.texts("oneOf"));
    }
}
