package dev.cnv.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Names;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.Result;
import dev.cnv.processor.model.Verb;
import javax.lang.model.element.Modifier;

/** Writes the certificate of a verb: a sealed interface with a class for each stage. */
final class CertificateWriter {

    private final Handler handler;
    private final Verb verb;
    private final ClassName name;
    private final ClassName input;

    CertificateWriter(Handler handler, Verb verb) {
        this.handler = handler;
        this.verb = verb;
        this.name = verb.certificate();
        this.input = name.nestedClass("Input");
    }

    TypeSpec type() {
        TypeSpec.Builder type = TypeSpec.interfaceBuilder(name)
                .addJavadoc(
                        "The proof that one call of {@code $L} may run, stage by stage.\n\n@see $T#$L\n",
                        verb.capability().id(),
                        handler.type(),
                        verb.method().name())
                .addModifiers(Modifier.SEALED)
                .addSuperinterface(ParameterizedTypeName.get(Api.CERTIFICATE, input));
        if (verb.method().visible()) {
            type.addModifiers(Modifier.PUBLIC);
        }
        Marks.add(type, handler, Marks.deprecated(handler, verb));
        return type.addMethod(prepare())
                .addType(inputRecord())
                .addType(stage(
                        "Unchecked",
                        "UNCHECKED",
                        "Decoded and attributed to a caller; nothing is checked.",
                        forward("checkPolicy", "PolicyChecked", "what the policy says")))
                .addType(stage(
                        "PolicyChecked",
                        "POLICY_CHECKED",
                        "The policy permits it.",
                        forward(
                                "checkCapability",
                                "CapabilityChecked",
                                "what the caller's chain and the capability graph say")))
                .addType(stage(
                        "CapabilityChecked",
                        "CAPABILITY_CHECKED",
                        "The caller's chain grants it, and all it requires is in reach.",
                        forward(
                                "verify",
                                "Verified",
                                "what the checks of window, digest and schemas say")))
                .addType(stage("Verified", "VERIFIED", "The verb may run.", run()))
                .build();
    }

    private MethodSpec prepare() {
        return MethodSpec.methodBuilder("prepare")
                .addJavadoc("Begins a call that is stepped by hand.\n\n")
                .addJavadoc("@param session the caller\n@param input the arguments\n")
                .addJavadoc("@return the first certificate, or why there is none\n")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(ParameterizedTypeName.get(Api.STEP, name.nestedClass("Unchecked")))
                .addParameter(Api.SESSION, "session")
                .addParameter(input, "input")
                .addStatement(
                        "return session.prepare($T.$L, input, Unchecked::new)",
                        handler.verbsType(),
                        Names.constant(verb.method().name()))
                .build();
    }

    private TypeSpec inputRecord() {
        MethodSpec.Builder components = MethodSpec.constructorBuilder();
        TypeSpec.Builder record = TypeSpec.recordBuilder("Input")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .addJavadoc("The arguments of {@code $L}.\n", verb.capability().id());
        String separator = "\n";
        for (Parameter parameter : verb.parameters()) {
            String component = Names.component(parameter.javaName());
            components.addParameter(
                    ParameterSpec.builder(parameter.type(), component).build());
            record.addJavadoc(
                    "$L@param $L $L\n",
                    separator,
                    component,
                    JavadocText.of(
                            parameter.description(),
                            "the argument {@code " + parameter.name() + "}"));
            separator = "";
        }
        return record.recordConstructor(components.build()).build();
    }

    private TypeSpec stage(String stage, String constant, String doc, MethodSpec method) {
        return TypeSpec.classBuilder(stage)
                .addJavadoc("$L\n", doc)
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .superclass(ParameterizedTypeName.get(Api.CERTIFICATE_BASE, input))
                .addSuperinterface(name)
                .addMethod(MethodSpec.constructorBuilder()
                        .addParameter(Api.PROOF, "proof")
                        .addStatement(
                                "super(proof, $T.$L, $S)",
                                Api.STAGE,
                                constant,
                                verb.capability().id())
                        .build())
                .addMethod(method)
                .build();
    }

    private MethodSpec forward(String method, String next, String what) {
        return MethodSpec.methodBuilder(method)
                .addJavadoc("{@return $L}\n", what)
                .addModifiers(Modifier.PUBLIC)
                .returns(ParameterizedTypeName.get(Api.STEP, name.nestedClass(next)))
                .addStatement("return advance($L::new)", next)
                .build();
    }

    private MethodSpec run() {
        return MethodSpec.methodBuilder("run")
                .addJavadoc("{@return what becomes of the call, which is admitted and run}\n")
                .addModifiers(Modifier.PUBLIC)
                .returns(ParameterizedTypeName.get(Api.OUTCOME, resultType(verb)))
                .addStatement("return execute()")
                .build();
    }

    /** What a typed call of the verb answers. */
    static TypeName resultType(Verb verb) {
        Result result = verb.result();
        return result.shape() == Result.Shape.STREAM
                ? ParameterizedTypeName.get(
                        ClassName.get("java.util.concurrent", "Flow", "Publisher"), result.type())
                : result.type();
    }
}
