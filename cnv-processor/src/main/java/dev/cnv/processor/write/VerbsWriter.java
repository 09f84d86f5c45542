package dev.cnv.processor.write;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Names;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.Result;
import dev.cnv.processor.model.Value;
import dev.cnv.processor.model.Verb;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Writes the verbs of a class: descriptors, decoders, invokers and the typed front. */
final class VerbsWriter {

    /** In a set of broken methods, the class itself. */
    private static final int CLASS = -1;

    private static final CodeBlock NOTHING = CodeBlock.of("{}\n");
    private static final int DESCRIPTORS_COLUMN = 65;
    private static final int ARGUMENTS_COLUMN = 24;
    private static final int IN_COLUMN = 26;

    private final Handler handler;
    private final List<Verb> all;
    private final List<Verb> sound;
    private final ClassName name;
    private final boolean instance;
    private final RecordHelpers records;
    private final ValueCode values;
    private final DescriptorWriter descriptors;

    /** The writer of a class; broken verbs get their place in the typed front only. */
    VerbsWriter(Handler handler, Set<Integer> broken) {
        this.handler = handler;
        this.all = handler.verbs().stream()
                .sorted(Comparator.comparing((Verb verb) -> verb.capability().id()))
                .toList();
        this.sound = broken.contains(CLASS)
                ? List.of()
                : all.stream()
                        .filter(verb -> !broken.contains(verb.site().method()))
                        .toList();
        this.name = handler.verbsType();
        this.instance = !broken.contains(CLASS)
                && handler.placement().construction() != Handler.Construction.NONE;
        this.records = new RecordHelpers(sound);
        this.values = new ValueCode(name, records);
        this.descriptors = new DescriptorWriter(handler, values);
    }

    TypeSpec type() {
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addJavadoc("The verbs of {@link $T}.\n", handler.type())
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .addSuperinterface(Api.VERB_MODULE);
        Marks.add(type, handler, all.stream().anyMatch(verb -> Marks.deprecated(handler, verb)));
        all.forEach(verb -> type.addField(key(verb)));
        // No constant: its name could be the name of a verb's key.
        type.addField(FieldSpec.builder(
                        ParameterizedTypeName.get(ClassName.get(List.class), Api.VERB_DESCRIPTOR),
                        "descriptors",
                        Modifier.PRIVATE,
                        Modifier.FINAL)
                .initializer(
                        "$T.of($L)",
                        List.class,
                        Layout.list(
                                sound.stream()
                                        .map(verb ->
                                                CodeBlock.of("$L()", DescriptorWriter.method(verb)))
                                        .toList(),
                                DESCRIPTORS_COLUMN))
                .build());
        construction(type);
        type.addMethod(with());
        module(type);
        sound.forEach(verb -> type.addMethod(invoker(verb)));
        records.all().forEach(record -> recordMethods(record, type));
        sound.forEach(verb -> type.addMethod(descriptors.write(verb)));
        return type.addType(calls()).build();
    }

    private FieldSpec key(Verb verb) {
        TypeName type = ParameterizedTypeName.get(
                Api.VERB_KEY,
                verb.certificate().nestedClass("Input"),
                CertificateWriter.resultType(verb));
        FieldSpec.Builder key = FieldSpec.builder(
                        type, Names.constant(verb.method().name()))
                .addJavadoc(
                        "{@code $L}, see {@link $T#$L}.\n",
                        verb.capability().id(),
                        handler.type(),
                        verb.method().name())
                .initializer(
                        "$>$>\n$T.of($S)$<$<", Api.VERB_KEY, verb.capability().id());
        return key.addModifiers(
                        visibility(verb.method().visible(), Modifier.STATIC, Modifier.FINAL))
                .build();
    }

    private void construction(TypeSpec.Builder type) {
        if (!instance) {
            type.addMethod(MethodSpec.constructorBuilder()
                    .addJavadoc(
                            "Verbs of {@link $T}, which need no instance of it.\n", handler.type())
                    .addModifiers(Modifier.PUBLIC)
                    .build());
            return;
        }
        type.addField(handler.type(), "handler", Modifier.PRIVATE, Modifier.FINAL);
        if (handler.placement().construction() == Handler.Construction.DEFAULT) {
            type.addMethod(MethodSpec.constructorBuilder()
                    .addJavadoc("Verbs of a new {@link $T}.\n", handler.type())
                    .addModifiers(Modifier.PUBLIC)
                    .addStatement("this(new $T())", handler.type())
                    .build());
        }
        type.addMethod(MethodSpec.constructorBuilder()
                .addJavadoc(
                        "Verbs of a given {@link $T}.\n\n@param handler runs the verbs\n",
                        handler.type())
                .addModifiers(visibility(handler.placement().visible()))
                .addParameter(handler.type(), "handler")
                .addStatement("this.handler = handler")
                .build());
    }

    private static MethodSpec with() {
        return MethodSpec.methodBuilder("with")
                .addJavadoc(
                        "Typed calls for one caller.\n\n@param session the caller\n@return the calls\n")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(ClassName.get("", "Calls"))
                .addParameter(Api.SESSION, "session")
                .addStatement("return new Calls(session)")
                .build();
    }

    private void module(TypeSpec.Builder type) {
        type.addMethod(overriding("summary", String.class)
                .addStatement("return $S", handler.doc().summary())
                .build());
        type.addMethod(overriding(
                        "verbs",
                        ParameterizedTypeName.get(ClassName.get(List.class), Api.VERB_DESCRIPTOR))
                .addStatement("return descriptors")
                .build());
        type.addMethod(overriding("schemas", InputStream.class)
                .addStatement(
                        "return $T.requireNonNull(\n$T.class.getResourceAsStream($S))",
                        Objects.class,
                        name,
                        "/" + Names.SCHEMAS + handler.type().reflectionName() + ".json")
                .build());
        type.addMethod(overriding("readInput", Object.class)
                .addParameter(int.class, "verb")
                .addParameter(Api.VALUE_READER, "in")
                .addCode(valueSwitch(verb -> CodeBlock.of("$L;\n", newInput(verb))))
                .build());
        type.addMethod(overriding("writeInput", void.class)
                .addParameter(int.class, "verb")
                .addParameter(Object.class, "input")
                .addParameter(Api.VALUE_WRITER, "out")
                .addCode(voidSwitch(this::writeInput))
                .build());
        MethodSpec.Builder writeResult = overriding("writeResult", void.class)
                .addParameter(int.class, "verb")
                .addParameter(Object.class, "result")
                .addParameter(Api.VALUE_WRITER, "out")
                .addCode(voidSwitch(this::writeResult));
        if (sound.stream()
                .anyMatch(verb -> verb.result().type() instanceof ParameterizedTypeName)) {
            writeResult.addAnnotation(
                    com.palantir.javapoet.AnnotationSpec.builder(SuppressWarnings.class)
                            .addMember("value", "$S", "unchecked")
                            .build());
        }
        type.addMethod(writeResult.build());
        type.addMethod(overriding("invoke", Object.class)
                .addParameter(int.class, "verb")
                .addParameter(Api.DISPATCH, "dispatch")
                .addException(Throwable.class)
                .addCode(valueSwitch(
                        verb -> CodeBlock.of("$L(dispatch);\n", verb.method().name())))
                .build());
    }

    private CodeBlock valueSwitch(Function<Verb, CodeBlock> branch) {
        return sound.isEmpty() ? noSuchVerb() : CodeBlock.of("return $L;\n", switchOver(branch));
    }

    private CodeBlock voidSwitch(Function<Verb, CodeBlock> branch) {
        return sound.isEmpty() ? noSuchVerb() : CodeBlock.of("$L\n", switchOver(branch));
    }

    private CodeBlock switchOver(Function<Verb, CodeBlock> branch) {
        CodeBlock.Builder code = CodeBlock.builder().add("switch (verb) {\n$>");
        List<Integer> idle = new ArrayList<>();
        for (int i = 0; i < sound.size(); i++) {
            CodeBlock what = branch.apply(sound.get(i));
            if (what.equals(NOTHING)) {
                idle.add(i);
            } else {
                code.add("case $L -> ", i).add(what);
            }
        }
        if (!idle.isEmpty()) {
            code.add(
                            "case $L -> ",
                            idle.stream().map(String::valueOf).collect(Collectors.joining(", ")))
                    .add(NOTHING);
        }
        return code.add("default -> $L$<}", noSuchVerb()).build();
    }

    private static CodeBlock noSuchVerb() {
        return CodeBlock.of("throw new $T(verb);\n", IndexOutOfBoundsException.class);
    }

    private CodeBlock newInput(Verb verb) {
        List<CodeBlock> arguments = verb.parameters().stream()
                .map(parameter ->
                        values.read(CodeBlock.of("in.at($S)", parameter.name()), parameter.value()))
                .toList();
        return construct(verb.certificate().nestedClass("Input"), arguments);
    }

    private static CodeBlock construct(ClassName type, List<CodeBlock> arguments) {
        CodeBlock start = CodeBlock.of("new $T(", type);
        return CodeBlock.of(
                "$L$L)", start, Layout.list(arguments, ARGUMENTS_COLUMN + Layout.width(start)));
    }

    private CodeBlock writeInput(Verb verb) {
        if (verb.parameters().isEmpty()) {
            return NOTHING;
        }
        CodeBlock.Builder code = CodeBlock.builder()
                .add("{\n$>var it = ($T) input;\n", verb.certificate().nestedClass("Input"));
        for (Parameter parameter : verb.parameters()) {
            CodeBlock value = CodeBlock.of("it.$L()", Names.component(parameter.javaName()));
            code.addStatement(values.write(
                    CodeBlock.of("out.at($S)", parameter.name()), value, parameter.value()));
        }
        return code.add("$<}\n").build();
    }

    private CodeBlock writeResult(Verb verb) {
        Result result = verb.result();
        return result.nothing()
                ? NOTHING
                : CodeBlock.of(
                        "$L;\n",
                        values.write(
                                CodeBlock.of("out"),
                                CodeBlock.of("($T) result", result.type()),
                                result.value()));
    }

    private MethodSpec invoker(Verb verb) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(verb.method().name())
                .addModifiers(Modifier.PRIVATE)
                .returns(Object.class)
                .addParameter(Api.DISPATCH, "dispatch");
        if (verb.method().throwing()) {
            method.addException(Throwable.class);
        }
        CodeBlock proof = CodeBlock.of(
                "new $T(dispatch.open($S))",
                verb.certificate().nestedClass("Verified"),
                verb.capability().id());
        List<CodeBlock> arguments = new ArrayList<>();
        if (verb.takesProof()) {
            arguments.add(CodeBlock.of("proof"));
            method.addStatement("var proof = $L", proof);
            if (!verb.parameters().isEmpty()) {
                method.addStatement("var in = proof.input()");
            }
        } else if (verb.parameters().isEmpty()) {
            method.addStatement("$L", proof);
        } else {
            method.addStatement(
                    Layout.fits(proof, IN_COLUMN) ? "var in = $L.input()" : "var in =\n$L.input()",
                    proof);
        }
        verb.parameters()
                .forEach(
                        p -> arguments.add(CodeBlock.of("in.$L()", Names.component(p.javaName()))));
        CodeBlock target = verb.method().isStatic()
                ? CodeBlock.of("$T", handler.type())
                : CodeBlock.of("handler");
        CodeBlock call = CodeBlock.of(
                "$L.$L($L)", target, verb.method().name(), CodeBlock.join(arguments, ",$W"));
        if (verb.result().nothing() && verb.result().shape() == Result.Shape.VALUE) {
            return method.addStatement(call).addStatement("return null").build();
        }
        return method.addStatement("return $L", call).build();
    }

    private void recordMethods(Value.Structure record, TypeSpec.Builder type) {
        if (records.isRead(record.type())) {
            List<CodeBlock> arguments = record.fields().stream()
                    .map(field ->
                            values.read(CodeBlock.of("in.at($S)", field.name()), field.value()))
                    .toList();
            type.addMethod(MethodSpec.methodBuilder(records.reader(record.type()))
                    .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                    .returns(record.type())
                    .addParameter(Api.VALUE_READER, "in")
                    .addCode("return $L;\n", construct(record.type(), arguments))
                    .build());
        }
        MethodSpec.Builder writer = MethodSpec.methodBuilder(records.writer(record.type()))
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .addParameter(Api.VALUE_WRITER, "out")
                .addParameter(record.type(), "it");
        for (Value.Field field : record.fields()) {
            writer.addStatement(values.write(
                    CodeBlock.of("out.at($S)", field.name()),
                    CodeBlock.of("it.$L()", field.name()),
                    field.value()));
        }
        type.addMethod(writer.build());
        type.addMethod(describer(record));
    }

    private MethodSpec describer(Value.Structure record) {
        CodeBlock.Builder fields = CodeBlock.builder();
        for (Value.Field field : record.fields()) {
            fields.add(
                    ",\n$T.field($S, $L, $S)",
                    Api.VALUE_TYPE,
                    field.name(),
                    values.describe(field.value()),
                    field.description());
        }
        return MethodSpec.methodBuilder(records.describer(record.type()))
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(Api.VALUE_TYPE)
                .addStatement(
                        "return $T.structure(\n$S$L)",
                        Api.VALUE_TYPE,
                        record.type().simpleName(),
                        fields.build())
                .build();
    }

    private TypeSpec calls() {
        TypeSpec.Builder calls = TypeSpec.classBuilder("Calls")
                .addJavadoc("Typed calls for one caller.\n")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                .addField(Api.SESSION, "session", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .addParameter(Api.SESSION, "session")
                        .addStatement("this.session = session")
                        .build());
        all.stream()
                .filter(verb -> !verb.hidesObjectMethod())
                .forEach(verb -> calls.addMethod(call(verb)));
        return calls.build();
    }

    private MethodSpec call(Verb verb) {
        String summary = verb.doc().summary();
        MethodSpec.Builder call = MethodSpec.methodBuilder(verb.method().name())
                .addJavadoc(
                        "$L\n",
                        summary.isEmpty()
                                ? "Calls {@code " + verb.capability().id() + "}."
                                : JavadocText.escape(summary))
                .addModifiers(visibility(verb.method().visible()))
                .returns(
                        ParameterizedTypeName.get(Api.OUTCOME, CertificateWriter.resultType(verb)));
        boolean hidden = false;
        for (Parameter parameter : verb.parameters()) {
            call.addParameter(parameter.type(), parameter.javaName());
            hidden |= parameter.javaName().equals("session");
        }
        return call.addStatement(
                        "return $L.call($L,$Wnew $T($L))",
                        hidden ? "this.session" : "session",
                        Names.constant(verb.method().name()),
                        verb.certificate().nestedClass("Input"),
                        CodeBlock.join(
                                verb.parameters().stream()
                                        .map(p -> CodeBlock.of("$L", p.javaName()))
                                        .toList(),
                                ",$W"))
                .build();
    }

    private static MethodSpec.Builder overriding(String method, java.lang.reflect.Type result) {
        return overriding(method, TypeName.get(result));
    }

    private static MethodSpec.Builder overriding(String method, TypeName result) {
        return MethodSpec.methodBuilder(method)
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(result);
    }

    private static Modifier[] visibility(boolean visible, Modifier... more) {
        List<Modifier> modifiers = new ArrayList<>(List.of(more));
        if (visible) {
            modifiers.addFirst(Modifier.PUBLIC);
        }
        return modifiers.toArray(new Modifier[0]);
    }
}
