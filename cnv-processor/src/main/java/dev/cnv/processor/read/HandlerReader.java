package dev.cnv.processor.read;

import dev.cnv.processor.diagnostic.Site;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Verb;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** From a class with annotated methods to its model. */
public final class HandlerReader {

    /** The canonical name of the annotation that makes a method a verb. */
    public static final String CAPABILITY = "dev.cnv.annotations.Capability";

    private static final String FRAME_MODULE = "dev.cnv.hotpath.worker.FrameModule";

    private final Elements elements;

    /**
     * A reader.
     *
     * @param elements the compiler's elements
     */
    public HandlerReader(Elements elements) {
        this.elements = elements;
    }

    /**
     * Reads a class.
     *
     * @param type a class with at least one annotated method
     * @return its model
     */
    public Handler read(TypeElement type) {
        Site site = Site.ofType(type.getQualifiedName().toString());
        boolean visible = TypeReader.visible(type);
        List<ExecutableElement> methods = ElementFilter.methodsIn(type.getEnclosedElements());
        List<Verb> verbs = new ArrayList<>();
        for (int i = 0; i < methods.size(); i++) {
            VerbReader reader = new VerbReader(elements, methods.get(i), site.method(i), visible);
            AnnotationView.of(elements, methods.get(i), CAPABILITY)
                    .map(reader::read)
                    .ifPresent(verbs::add);
        }
        return new Handler(
                site,
                Spelling.name(type),
                placement(type, visible, verbs),
                DocReader.read(elements, type),
                verbs);
    }

    private Handler.Placement placement(TypeElement type, boolean visible, List<Verb> verbs) {
        boolean reachable = true;
        boolean inner = false;
        boolean generic = false;
        boolean deprecated = false;
        for (Element at = type; at instanceof TypeElement in; at = at.getEnclosingElement()) {
            reachable &= !at.getModifiers().contains(Modifier.PRIVATE);
            deprecated |= elements.isDeprecated(at);
            inner |= at.getEnclosingElement() instanceof TypeElement
                    && at.getKind().isClass()
                    && !at.getModifiers().contains(Modifier.STATIC);
            generic |= at.equals(type) && !in.getTypeParameters().isEmpty();
        }
        return new Handler.Placement(
                visible,
                reachable,
                type.getKind().isInterface(),
                inner,
                generic,
                construction(type, verbs),
                deprecated,
                exported(type),
                sees(type, "javax.annotation.processing.Generated"),
                sees(type, FRAME_MODULE));
    }

    private boolean sees(TypeElement type, String name) {
        return elements.getTypeElement(elements.getModuleOf(type), name) != null;
    }

    private static Handler.Construction construction(TypeElement type, List<Verb> verbs) {
        if (verbs.stream().allMatch(verb -> verb.method().isStatic())) {
            return Handler.Construction.NONE;
        }
        boolean byDefault = !type.getModifiers().contains(Modifier.ABSTRACT)
                && ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
                        .anyMatch(c -> c.getParameters().isEmpty()
                                && c.getThrownTypes().isEmpty()
                                && !c.getModifiers().contains(Modifier.PRIVATE));
        return byDefault ? Handler.Construction.DEFAULT : Handler.Construction.GIVEN;
    }

    private boolean exported(TypeElement type) {
        ModuleElement module = elements.getModuleOf(type);
        return module != null
                && !module.isUnnamed()
                && ElementFilter.exportsIn(module.getDirectives()).stream()
                        .anyMatch(exports ->
                                exports.getPackage().equals(elements.getPackageOf(type)));
    }
}
