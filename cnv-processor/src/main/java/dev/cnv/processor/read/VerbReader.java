package dev.cnv.processor.read;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Phase;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.annotations.Stability;
import dev.cnv.processor.diagnostic.Site;
import dev.cnv.processor.model.Contract;
import dev.cnv.processor.model.Doc;
import dev.cnv.processor.model.Names;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.Result;
import dev.cnv.processor.model.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.Elements;

/** From an annotated method to its model. */
final class VerbReader {

    static final String EFFECTS = "dev.cnv.annotations.Effects";
    static final String CONTRACT = "dev.cnv.annotations.Contract";
    static final String PHASES = "dev.cnv.annotations.Phases";

    private final Elements elements;
    private final ExecutableElement method;
    private final Site site;
    private final boolean classVisible;
    private final String packageName;
    private final TypeReader types;

    VerbReader(Elements elements, ExecutableElement method, Site site, boolean classVisible) {
        this.elements = elements;
        this.method = method;
        this.site = site;
        this.classVisible = classVisible;
        this.packageName = elements.getPackageOf(method).getQualifiedName().toString();
        this.types = new TypeReader(elements, packageName);
    }

    Verb read(AnnotationView view) {
        Verb.Capability capability = capability(view);
        Doc doc = DocReader.read(elements, method);
        List<Verb.ProofUse> proofs = new ArrayList<>();
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < method.getParameters().size(); i++) {
            VariableElement element = method.getParameters().get(i);
            Optional<Verb.ProofUse> proof = ProofReader.read(element.asType(), i);
            if (proof.isPresent()) {
                proofs.add(proof.get());
            } else {
                parameters.add(ParameterReader.read(
                        elements,
                        element,
                        site.parameter(i),
                        types.read(element.asType()),
                        doc.param(element.getSimpleName().toString())));
            }
        }
        Result result = ResultReader.read(types, method.getReturnType());
        return new Verb(
                site,
                language(),
                capability,
                AnnotationView.of(elements, method, EFFECTS).map(VerbReader::effects),
                AnnotationView.of(elements, method, CONTRACT)
                        .map(ContractReader::read)
                        .orElse(Contract.DEFAULT),
                AnnotationView.of(elements, method, PHASES)
                        .map(phases -> phases.constantList("value", Phase.class)),
                proofs,
                parameters,
                result,
                doc,
                Names.certificate(packageName, capability.id()),
                remarks());
    }

    private List<Verb.Suppression> remarks() {
        List<Verb.Suppression> remarks = new ArrayList<>();
        Marks.reason(elements, method, Marks.ALLOCATES, "value")
                .ifPresent(reason -> remarks.add(new Verb.Suppression("ALLOCATES", reason)));
        remarks.addAll(Marks.suppressions(elements, method));
        for (Element at = method.getEnclosingElement();
                at instanceof TypeElement;
                at = at.getEnclosingElement()) {
            remarks.addAll(Marks.suppressions(elements, at));
        }
        return remarks;
    }

    /** Called last: the types of the signature must have been read. */
    private Verb.Method language() {
        return new Verb.Method(
                method.getSimpleName().toString(),
                method.getModifiers().contains(Modifier.STATIC),
                method.getModifiers().contains(Modifier.PRIVATE),
                method.getModifiers().contains(Modifier.ABSTRACT),
                !method.getTypeParameters().isEmpty(),
                method.isVarArgs(),
                !method.getThrownTypes().isEmpty(),
                classVisible && types.allVisible(),
                elements.isDeprecated(method) || types.anyDeprecated());
    }

    private static Verb.Capability capability(AnnotationView view) {
        return new Verb.Capability(
                view.text("id"),
                view.text("version"),
                view.texts("requires"),
                view.texts("equivalentTo"),
                view.texts("dominates"),
                view.constant("stability", Stability.class, Stability.STABLE),
                view.text("deprecated"),
                view.text("replacedBy"));
    }

    private static Verb.Effects effects(AnnotationView view) {
        return new Verb.Effects(
                view.constants("value", Effect.class),
                view.constant("sensitivity", Sensitivity.class, Sensitivity.LOW),
                view.constants("data", DataTag.class),
                view.flag("dryRun"));
    }
}
