package dev.cnv.processor.read;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/**
 * An annotation's values, defaults included, read without loading the annotation's class. A value
 * that javac could not make sense of reads as the member's neutral value: javac reports it itself.
 */
final class AnnotationView {

    private final Elements elements;
    private final Map<String, Object> values = new HashMap<>();

    private AnnotationView(Elements elements, AnnotationMirror mirror) {
        this.elements = elements;
        elements.getElementValuesWithDefaults(mirror)
                .forEach((member, value) ->
                        values.put(member.getSimpleName().toString(), value.getValue()));
    }

    /** The annotation of this name on an element. */
    static Optional<AnnotationView> of(Elements elements, Element element, String name) {
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().asElement() instanceof TypeElement type
                    && type.getQualifiedName().contentEquals(name)) {
                return Optional.of(new AnnotationView(elements, mirror));
            }
        }
        return Optional.empty();
    }

    String text(String member) {
        return values.get(member) instanceof String text ? text : "";
    }

    List<String> texts(String member) {
        List<String> texts = new ArrayList<>();
        for (Object element : array(member)) {
            texts.add(element instanceof String text ? text : "");
        }
        return texts;
    }

    boolean flag(String member) {
        return values.get(member) instanceof Boolean flag && flag;
    }

    int number(String member) {
        return values.get(member) instanceof Integer number ? number : 0;
    }

    long bigNumber(String member) {
        return values.get(member) instanceof Long number ? number : 0;
    }

    char character(String member) {
        return values.get(member) instanceof Character character ? character : ' ';
    }

    <E extends Enum<E>> E constant(String member, Class<E> type, E otherwise) {
        return constant(values.get(member), type).orElse(otherwise);
    }

    <E extends Enum<E>> Set<E> constants(String member, Class<E> type) {
        Set<E> constants = EnumSet.noneOf(type);
        constants.addAll(constantList(member, type));
        return constants;
    }

    /** The constants as they are written, those that stand twice too. */
    <E extends Enum<E>> List<E> constantList(String member, Class<E> type) {
        List<E> constants = new ArrayList<>();
        for (Object element : array(member)) {
            constant(element, type).ifPresent(constants::add);
        }
        return constants;
    }

    Optional<AnnotationView> nested(String member) {
        return values.get(member) instanceof AnnotationMirror mirror
                ? Optional.of(new AnnotationView(elements, mirror))
                : Optional.empty();
    }

    List<AnnotationView> nestedAll(String member) {
        List<AnnotationView> nested = new ArrayList<>();
        for (Object element : array(member)) {
            if (element instanceof AnnotationMirror mirror) {
                nested.add(new AnnotationView(elements, mirror));
            }
        }
        return nested;
    }

    private List<Object> array(String member) {
        List<Object> found = new ArrayList<>();
        if (values.get(member) instanceof List<?> array) {
            for (Object element : array) {
                found.add(element instanceof AnnotationValue value ? value.getValue() : element);
            }
        }
        return found;
    }

    private static <E extends Enum<E>> Optional<E> constant(@Nullable Object value, Class<E> type) {
        if (value instanceof VariableElement constant) {
            for (E candidate : type.getEnumConstants()) {
                if (constant.getSimpleName().contentEquals(candidate.name())) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }
}
