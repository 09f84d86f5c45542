package dev.cnv.processor.write;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Limits;
import dev.cnv.annotations.Retry;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.annotations.Stability;
import dev.cnv.processor.model.Contract;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.Result;
import dev.cnv.processor.model.Texts;
import dev.cnv.processor.model.Verb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes the method that makes a verb's descriptor. What is as by default is left out. */
final class DescriptorWriter {

    private static final int PARAMETERS_COLUMN = 28;
    private static final int PARAMETER_COLUMN = 26;
    private static final int EFFECTS_COLUMN = 26;

    private final Handler handler;
    private final ValueCode values;

    DescriptorWriter(Handler handler, ValueCode values) {
        this.handler = handler;
        this.values = values;
    }

    static String method(Verb verb) {
        return verb.method().name() + "Descriptor";
    }

    MethodSpec write(Verb verb) {
        CodeBlock.Builder code = CodeBlock.builder()
                .add(
                        "return $T.of($S, $S)$>$>",
                        Api.VERB_DESCRIPTOR,
                        verb.capability().id(),
                        verb.capability().version());
        if (!verb.doc().summary().isEmpty()) {
            code.add("\n.doc($S, $S)", verb.doc().summary(), verb.doc().description());
        }
        capability(verb.capability(), code);
        verb.effects().ifPresent(effects -> effects(effects, code));
        if (!verb.contract().equals(Contract.DEFAULT)) {
            code.add("\n.contract(").add(contract(verb.contract())).add(")");
        }
        if (!verb.parameters().isEmpty()) {
            code.add("\n.parameters(")
                    .add(Layout.list(parameters(verb), PARAMETERS_COLUMN))
                    .add(")");
        }
        if (!verb.result().nothing() || verb.result().shape() != Result.Shape.VALUE) {
            code.add(
                    "\n.returns($L, $T.$L)",
                    values.describe(verb.result().value()),
                    Api.RESULT_SHAPE,
                    verb.result().shape());
        }
        code.add(
                "\n.handler($S)",
                handler.type().canonicalName() + "#" + verb.method().name());
        code.add(
                "\n.schemas($S,$>$>\n$S);\n$<$<$<$<",
                Json.digest(Schemas.input(verb)),
                Json.digest(Schemas.output(verb)));
        return MethodSpec.methodBuilder(method(verb))
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(Api.VERB_DESCRIPTOR)
                .addCode(code.build())
                .build();
    }

    private static void capability(Verb.Capability capability, CodeBlock.Builder code) {
        if (capability.stability() != Stability.STABLE) {
            code.add("\n.stability($T.$L)", Stability.class, capability.stability());
        }
        if (!capability.deprecated().isEmpty()) {
            code.add("\n.deprecated($S, $S)", capability.deprecated(), capability.replacedBy());
        }
        references("requires", capability.requires(), code);
        references("equivalentTo", capability.equivalentTo(), code);
        references("dominates", capability.dominates(), code);
    }

    private static void references(String method, List<String> ids, CodeBlock.Builder code) {
        if (!ids.isEmpty()) {
            code.add("\n.$L($L)", method, texts(ids));
        }
    }

    private static void effects(Verb.Effects effects, CodeBlock.Builder code) {
        List<CodeBlock> calls = new ArrayList<>();
        if (effects.sensitivity() != Sensitivity.LOW) {
            calls.add(
                    CodeBlock.of(".sensitivity($T.$L)", Sensitivity.class, effects.sensitivity()));
        }
        if (!effects.data().isEmpty()) {
            calls.add(CodeBlock.of(".handling($L)", constants(DataTag.class, effects.data())));
        }
        if (effects.dryRun()) {
            calls.add(CodeBlock.of(".withDryRun()"));
        }
        CodeBlock start = CodeBlock.of(
                "$T.of($L)", Api.EFFECT_SET, constants(Effect.class, effects.effects()));
        code.add("\n.effects($L)", chain(start, calls, EFFECTS_COLUMN));
    }

    /** On one line if it fits, else with one call on each line. */
    private static CodeBlock chain(CodeBlock start, List<CodeBlock> calls, int columns) {
        CodeBlock line = CodeBlock.of("$L$L", start, CodeBlock.join(calls, ""));
        return calls.isEmpty() || Layout.fits(line, columns)
                ? line
                : CodeBlock.of("$L$>$>\n$L$<$<", start, CodeBlock.join(calls, "\n"));
    }

    private static CodeBlock contract(Contract contract) {
        CodeBlock.Builder code = CodeBlock.builder()
                .add(
                        "$T.of($T.$L)$>$>",
                        Api.CONTRACT_TERMS,
                        DurationClass.class,
                        contract.duration());
        if (contract.deadline().kind() != Deadline.Kind.NONE) {
            code.add(
                    "\n.deadline($T.$L, $S)",
                    Deadline.Kind.class,
                    contract.deadline().kind(),
                    iso(contract.deadline().within()));
        }
        if (!contract.timeout().isEmpty()) {
            code.add("\n.timeout($S)", iso(contract.timeout()));
        }
        retry(contract.retry(), code);
        if (contract.idempotent()) {
            code.add("\n.asIdempotent()");
        }
        concurrency(contract.concurrency(), code);
        if (contract.isolation() != Isolation.SHARED) {
            code.add("\n.isolation($T.$L)", Isolation.class, contract.isolation());
        }
        limits(contract.limits(), code);
        return code.add("$<$<").build();
    }

    private static void retry(Contract.RetryTerms retry, CodeBlock.Builder code) {
        if (retry.kind() == Retry.Kind.NONE) {
            return;
        }
        int attempts = retry.kind() == Retry.Kind.FOREVER ? Integer.MAX_VALUE : retry.maxAttempts();
        String longest = retry.kind() == Retry.Kind.LINEAR ? retry.delay() : retry.maxDelay();
        CodeBlock count = attempts == Integer.MAX_VALUE
                ? CodeBlock.of("Integer.MAX_VALUE")
                : CodeBlock.of("$L", attempts);
        code.add(
                "\n.retry($T.$L, $L, $S, $S)",
                Retry.Kind.class,
                retry.kind(),
                count,
                iso(retry.delay()),
                iso(longest));
    }

    private static void concurrency(Contract.ConcurrencyTerms terms, CodeBlock.Builder code) {
        if (terms.kind() != Concurrency.Kind.UNLIMITED) {
            int max = terms.kind() == Concurrency.Kind.SINGLE_TENANT_EXCLUSIVE ? 1 : terms.max();
            code.add(
                    "\n.concurrency($T.$L, $L, $L)",
                    Concurrency.Kind.class,
                    terms.kind(),
                    max,
                    terms.perSecond());
        }
    }

    private static void limits(Contract.LimitTerms limits, CodeBlock.Builder code) {
        if (limits.equals(Contract.DEFAULT.limits())) {
            return;
        }
        boolean strict = limits.preset() == Limits.Preset.STRICT;
        String cpuTime =
                limits.cpuTime().isEmpty() ? (strict ? "PT1M" : "") : iso(limits.cpuTime());
        code.add(
                "\n.limits($LL, $S, $L, $L)",
                limits.memoryBytes() < 0 && strict ? 100L << 20 : limits.memoryBytes(),
                cpuTime,
                limits.fileDescriptors() < 0 && strict ? 10 : limits.fileDescriptors(),
                limits.connections() < 0 && strict ? 5 : limits.connections());
    }

    private static String iso(String duration) {
        return Texts.duration(duration).map(Duration::toString).orElse(duration);
    }

    private List<CodeBlock> parameters(Verb verb) {
        return verb.parameters().stream().map(this::parameter).toList();
    }

    private CodeBlock parameter(Parameter parameter) {
        CodeBlock start = CodeBlock.of(
                "$T.$L($S, $L, $S)",
                Api.PARAMETER_DESCRIPTOR,
                parameter.required() ? "required" : "optional",
                parameter.name(),
                values.describe(parameter.value()),
                parameter.description());
        return chain(start, calls(parameter), PARAMETER_COLUMN);
    }

    private static List<CodeBlock> calls(Parameter parameter) {
        List<CodeBlock> calls = new ArrayList<>();
        parameter
                .defaultText()
                .ifPresent(text -> calls.add(CodeBlock.of(".withDefault($S)", text)));
        text("fromEnvironment", parameter.environment(), calls);
        if (parameter.flag() != ' ') {
            calls.add(CodeBlock.of(".flag('$L')", parameter.flag()));
        }
        rules(parameter.rules(), calls);
        text("group", parameter.group(), calls);
        texts("requires", parameter.requires(), calls);
        texts("conflicts", parameter.conflicts(), calls);
        if (parameter.sensitive()) {
            calls.add(CodeBlock.of(".secret()"));
        }
        return calls;
    }

    private static void rules(Parameter.Rules rules, List<CodeBlock> calls) {
        text("min", rules.min(), calls);
        text("max", rules.max(), calls);
        if (rules.minLength() >= 0) {
            calls.add(CodeBlock.of(".minLength($L)", rules.minLength()));
        }
        if (rules.maxLength() >= 0) {
            calls.add(CodeBlock.of(".maxLength($L)", rules.maxLength()));
        }
        text("pattern", rules.pattern(), calls);
        texts("oneOf", rules.oneOf(), calls);
    }

    private static void text(String method, String text, List<CodeBlock> calls) {
        if (!text.isEmpty()) {
            calls.add(CodeBlock.of(".$L($S)", method, text));
        }
    }

    private static void texts(String method, List<String> texts, List<CodeBlock> calls) {
        if (!texts.isEmpty()) {
            calls.add(CodeBlock.of(".$L($L)", method, texts(texts)));
        }
    }

    private static CodeBlock texts(List<String> texts) {
        return CodeBlock.join(
                texts.stream().map(text -> CodeBlock.of("$S", text)).toList(), ", ");
    }

    private static CodeBlock constants(Class<?> type, Collection<? extends Enum<?>> constants) {
        return CodeBlock.join(
                constants.stream()
                        .map(constant -> CodeBlock.of("$T.$L", type, constant.name()))
                        .toList(),
                ", ");
    }
}
