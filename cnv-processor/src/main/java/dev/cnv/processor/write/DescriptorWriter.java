package dev.cnv.processor.write;

import static dev.cnv.processor.write.Layout.literal;

import dev.cnv.annotations.Concurrency;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Limits;
import dev.cnv.annotations.Phase;
import dev.cnv.annotations.Retry;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.annotations.Stability;
import dev.cnv.processor.model.ClassName;
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
import java.util.stream.Collectors;

/** Writes the method that makes a verb's descriptor. What is as by default is left out. */
final class DescriptorWriter {

    private static final String INDENT = "                ";

    private final Handler handler;
    private final ValueCode values;
    private final Imports imports;

    DescriptorWriter(Handler handler, ValueCode values, Imports imports) {
        this.handler = handler;
        this.values = values;
        this.imports = imports;
    }

    static String method(Verb verb) {
        return verb.method().name() + "Descriptor";
    }

    /** The lines of the method. */
    String write(Verb verb) {
        String start = Layout.fill(
                "        ",
                "return VerbDescriptor.of(",
                List.of(
                        literal(verb.capability().id()),
                        literal(verb.capability().version()),
                        literal(handler.type().canonicalName() + "#"
                                + verb.method().name())),
                ")");
        return "    private static VerbDescriptor " + method(verb) + "() {\n" + start + "\n"
                + String.join("\n", calls(verb)) + ";\n    }\n";
    }

    private List<String> calls(Verb verb) {
        List<String> calls = new ArrayList<>();
        if (!verb.doc().summary().isEmpty()) {
            call(
                    "doc",
                    List.of(literal(verb.doc().summary()), literal(verb.doc().description())),
                    calls);
        }
        capability(verb.capability(), calls);
        verb.effects().ifPresent(effects -> calls.add(effects(effects)));
        if (!verb.contract().equals(Contract.DEFAULT)) {
            calls.add(contract(verb.contract()));
        }
        verb.phases()
                .ifPresent(phases -> call(
                        "phases",
                        phases.stream()
                                .sorted()
                                .map(phase -> constant(Phase.class, phase))
                                .toList(),
                        calls));
        verb.parameters().forEach(parameter -> calls.add(parameter(parameter)));
        verb.remarks()
                .forEach(remark -> call(
                        "remark",
                        List.of(literal(remark.code()), literal(remark.reason())),
                        calls));
        String result = values.describe(verb.result().value());
        if (verb.result().shape() != Result.Shape.VALUE) {
            call(
                    "returns",
                    List.of(
                            result,
                            "VerbDescriptor.ResultShape." + verb.result().shape()),
                    calls);
        } else if (!verb.result().nothing()) {
            call("returns", List.of(result), calls);
        }
        calls.add(INDENT + ".schemas(" + literal(Json.digest(Schemas.input(verb))) + ",\n" + INDENT
                + "        " + literal(Json.digest(Schemas.output(verb))) + ")");
        return calls;
    }

    private void call(String method, List<String> arguments, List<String> calls) {
        calls.add(Layout.fill(INDENT, "." + method + "(", arguments, ")"));
    }

    private void capability(Verb.Capability capability, List<String> calls) {
        if (capability.stability() != Stability.STABLE) {
            call("stability", List.of(constant(Stability.class, capability.stability())), calls);
        }
        if (!capability.deprecated().isEmpty()) {
            call(
                    "deprecated",
                    List.of(literal(capability.deprecated()), literal(capability.replacedBy())),
                    calls);
        }
        references("requires", capability.requires(), calls);
        references("equivalentTo", capability.equivalentTo(), calls);
        references("dominates", capability.dominates(), calls);
    }

    private void references(String method, List<String> ids, List<String> calls) {
        if (!ids.isEmpty()) {
            call(method, ids.stream().map(Layout::literal).toList(), calls);
        }
    }

    private String effects(Verb.Effects effects) {
        List<String> calls = new ArrayList<>();
        if (effects.sensitivity() != Sensitivity.LOW) {
            calls.add(".sensitivity(" + constant(Sensitivity.class, effects.sensitivity()) + ")");
        }
        if (!effects.data().isEmpty()) {
            calls.add(".handling(" + constants(effects.data()) + ")");
        }
        if (effects.dryRun()) {
            calls.add(".withDryRun()");
        }
        return Layout.chain(
                INDENT, ".effects(EffectSet.of(" + constants(effects.effects()) + ")", calls, ")");
    }

    private String contract(Contract contract) {
        List<String> calls = new ArrayList<>();
        if (contract.deadline().kind() != Deadline.Kind.NONE) {
            calls.add(".deadline("
                    + constant(Deadline.class, contract.deadline().kind()) + ", "
                    + literal(iso(contract.deadline().within())) + ")");
        }
        if (!contract.timeout().isEmpty()) {
            calls.add(".timeout(" + literal(iso(contract.timeout())) + ")");
        }
        retry(contract.retry(), calls);
        if (contract.idempotent()) {
            calls.add(".asIdempotent()");
        }
        concurrency(contract.concurrency(), calls);
        if (contract.isolation() != Isolation.SHARED) {
            calls.add(".isolation(" + constant(Isolation.class, contract.isolation()) + ")");
        }
        limits(contract.limits(), calls);
        return Layout.chain(
                INDENT,
                ".contract(" + imports.spell(Api.CONTRACT_TERMS) + ".of("
                        + constant(DurationClass.class, contract.duration()) + ")",
                calls,
                ")");
    }

    private void retry(Contract.RetryTerms retry, List<String> calls) {
        if (retry.kind() == Retry.Kind.NONE) {
            return;
        }
        int attempts = retry.kind() == Retry.Kind.FOREVER ? Integer.MAX_VALUE : retry.maxAttempts();
        String longest = retry.kind() == Retry.Kind.FIXED ? retry.delay() : retry.maxDelay();
        calls.add(".retry(" + constant(Retry.class, retry.kind()) + ", "
                + (attempts == Integer.MAX_VALUE ? "Integer.MAX_VALUE" : attempts)
                + ", " + literal(iso(retry.delay())) + ", " + literal(iso(longest)) + ")");
    }

    private void concurrency(Contract.ConcurrencyTerms terms, List<String> calls) {
        if (terms.kind() != Concurrency.Kind.UNLIMITED) {
            int max = terms.kind() == Concurrency.Kind.SINGLE_TENANT_EXCLUSIVE ? 1 : terms.max();
            calls.add(".concurrency(" + constant(Concurrency.class, terms.kind()) + ", " + max
                    + ", " + terms.perSecond() + ")");
        }
    }

    private static void limits(Contract.LimitTerms limits, List<String> calls) {
        if (limits.equals(Contract.DEFAULT.limits())) {
            return;
        }
        boolean strict = limits.preset() == Limits.Preset.STRICT;
        String cpuTime =
                limits.cpuTime().isEmpty() ? (strict ? "PT1M" : "") : iso(limits.cpuTime());
        calls.add(".limits("
                + (limits.memoryBytes() < 0 && strict ? 100L << 20 : limits.memoryBytes())
                + "L, " + literal(cpuTime) + ", "
                + (limits.fileDescriptors() < 0 && strict ? 10 : limits.fileDescriptors()) + ", "
                + (limits.connections() < 0 && strict ? 5 : limits.connections()) + ")");
        if (limits.wholeTree()) {
            calls.add(".wholeTree()");
        }
    }

    private static String iso(String duration) {
        return Texts.duration(duration).map(Duration::toString).orElse(duration);
    }

    private String parameter(Parameter parameter) {
        String method = parameter.required() ? "required" : "optional";
        List<String> arguments = List.of(
                literal(parameter.name()),
                values.describe(parameter.value()),
                literal(parameter.description()));
        List<String> calls = calls(parameter);
        if (calls.isEmpty()) {
            return Layout.fill(INDENT, "." + method + "(", arguments, ")");
        }
        return Layout.chain(
                INDENT,
                ".parameter(" + imports.spell(Api.PARAMETER_DESCRIPTOR) + "." + method + "("
                        + String.join(", ", arguments) + ")",
                calls,
                ")");
    }

    private static List<String> calls(Parameter parameter) {
        List<String> calls = new ArrayList<>();
        parameter.defaultText().ifPresent(text -> calls.add(".withDefault(" + literal(text) + ")"));
        text("fromEnvironment", parameter.environment(), calls);
        if (parameter.flag() != ' ') {
            calls.add(".flag('" + parameter.flag() + "')");
        }
        rules(parameter.rules(), calls);
        text("group", parameter.group(), calls);
        texts("requires", parameter.requires(), calls);
        texts("conflicts", parameter.conflicts(), calls);
        if (parameter.sensitive()) {
            calls.add(".secret()");
        }
        return calls;
    }

    private static void rules(Parameter.Rules rules, List<String> calls) {
        text("min", rules.min(), calls);
        text("max", rules.max(), calls);
        if (rules.minLength() >= 0) {
            calls.add(".minLength(" + rules.minLength() + ")");
        }
        if (rules.maxLength() >= 0) {
            calls.add(".maxLength(" + rules.maxLength() + ")");
        }
        text("pattern", rules.pattern(), calls);
        texts("oneOf", rules.oneOf(), calls);
    }

    private static void text(String method, String text, List<String> calls) {
        if (!text.isEmpty()) {
            calls.add("." + method + "(" + literal(text) + ")");
        }
    }

    private static void texts(String method, List<String> texts, List<String> calls) {
        if (!texts.isEmpty()) {
            calls.add("." + method + "("
                    + texts.stream().map(Layout::literal).collect(Collectors.joining(", "))
                    + ")");
        }
    }

    private String constants(Collection<? extends Enum<?>> constants) {
        return constants.stream()
                .map(constant -> constant(constant.getDeclaringClass(), constant))
                .collect(Collectors.joining(", "));
    }

    /** A constant of an enum, which may be in the given class. */
    private String constant(Class<?> top, Enum<?> constant) {
        ClassName name = ClassName.of(top.getPackageName(), top.getSimpleName());
        Class<?> type = constant.getDeclaringClass();
        return imports.spell(type.equals(top) ? name : name.nested(type.getSimpleName())) + "."
                + constant.name();
    }
}
