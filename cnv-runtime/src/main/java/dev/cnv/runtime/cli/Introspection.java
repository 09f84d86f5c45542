package dev.cnv.runtime.cli;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ParameterRules;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.graph.SchemaDigests;
import dev.cnv.runtime.spi.VerbModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a program can do, as JSON text, from its descriptors alone. */
final class Introspection {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String program;
    private final String version;
    private final Map<String, VerbModule> moduleByPath = new HashMap<>();
    private final Map<VerbModule, JsonNode> schemas = new HashMap<>();

    Introspection(String program, String version, Collection<? extends VerbModule> modules) {
        this.program = program;
        this.version = version;
        for (VerbModule module : modules) {
            module.verbs().forEach(verb -> moduleByPath.put(verb.id().path(), module));
        }
    }

    /** One line's worth for each verb: for choosing one. */
    String capabilities(CommandNode from) {
        ObjectNode report = head();
        ArrayNode list = report.putArray("capabilities");
        from.verbs().forEach(node -> list.add(brief(node, node.verb().orElseThrow())));
        return new ResultText(false, 0).of(report, OutputFormat.JSON_PRETTY);
    }

    /** Everything about each verb: for calling it. */
    String introspect(CommandNode from) {
        ObjectNode report = head();
        ArrayNode list = report.putArray("verbs");
        from.verbs().forEach(node -> list.add(whole(node, node.verb().orElseThrow())));
        return new ResultText(false, 0).of(report, OutputFormat.JSON_PRETTY);
    }

    private ObjectNode head() {
        ObjectNode report = NODES.objectNode();
        report.put("program", program);
        report.put("version", version);
        return report;
    }

    private static ObjectNode brief(CommandNode node, VerbDescriptor verb) {
        ObjectNode json = NODES.objectNode();
        json.put("id", verb.id().path());
        json.put("version", verb.version());
        json.put("digest", verb.digest().hex());
        json.set("command", ResultJson.texts(node.words()));
        json.put("summary", verb.summary());
        json.set("effects", ResultJson.texts(verb.effects().effects()));
        json.put("sensitivity", verb.effects().sensitivity().name());
        json.put("stability", verb.stability().name());
        json.put("deprecated", verb.deprecation().isPresent());
        return json;
    }

    private ObjectNode whole(CommandNode node, VerbDescriptor verb) {
        ObjectNode json = NODES.objectNode();
        json.put("id", verb.id().path());
        json.put("version", verb.version());
        json.put("digest", verb.digest().hex());
        json.set("command", ResultJson.texts(node.words()));
        json.put("summary", verb.summary());
        json.put("description", verb.description());
        json.put("stability", verb.stability().name());
        verb.deprecation().ifPresent(deprecation -> {
            ObjectNode why = json.putObject("deprecation");
            why.put("reason", deprecation.reason());
            deprecation.replacedBy().ifPresent(id -> why.put("replacedBy", id.path()));
        });
        json.set("effects", effects(verb.effects()));
        json.set("contract", contract(verb.contract()));
        if (!verb.phases().isEmpty()) {
            json.set("phases", ResultJson.texts(verb.phases()));
        }
        ArrayNode parameters = json.putArray("parameters");
        verb.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
        ObjectNode result = json.putObject("result");
        result.put("shape", word(verb.resultShape()));
        result.set("type", type(verb.result()));
        json.set("requires", ResultJson.texts(verb.requires()));
        json.set("equivalentTo", ResultJson.texts(verb.equivalentTo()));
        json.set("dominates", ResultJson.texts(verb.dominates()));
        json.set("schemas", schemas(verb));
        json.put("handler", verb.handler());
        if (!verb.remarks().isEmpty()) {
            ArrayNode remarks = json.putArray("remarks");
            verb.remarks()
                    .forEach(remark -> remarks.addObject()
                            .put("about", remark.about())
                            .put("reason", remark.reason()));
        }
        return json;
    }

    private static ObjectNode effects(EffectSet effects) {
        ObjectNode json = NODES.objectNode();
        json.set("effects", ResultJson.texts(effects.effects()));
        json.put("level", effects.level().name());
        json.put("sensitivity", effects.sensitivity().name());
        json.set("data", ResultJson.texts(effects.data()));
        json.put("mutating", effects.mutating());
        json.put("critical", effects.critical());
        json.put("dryRun", effects.dryRun());
        return json;
    }

    private static ObjectNode contract(ContractTerms terms) {
        ObjectNode json = NODES.objectNode();
        json.put("duration", terms.duration().name());
        json.put("typical", terms.duration().typical().toString());
        json.put("maximum", terms.duration().maximum().toString());
        json.put("timeout", terms.timeout().toString());
        ObjectNode deadline = json.putObject("deadline");
        deadline.put("kind", terms.deadline().kind().name());
        deadline.put("within", terms.deadline().within().toString());
        ObjectNode retry = json.putObject("retry");
        retry.put("kind", terms.retry().kind().name());
        retry.put("maxAttempts", terms.retry().maxAttempts());
        retry.put("delay", terms.retry().delay().toString());
        retry.put("maxDelay", terms.retry().maxDelay().toString());
        json.put("idempotent", terms.idempotent());
        ObjectNode concurrency = json.putObject("concurrency");
        concurrency.put("kind", terms.concurrency().kind().name());
        concurrency.put("max", terms.concurrency().max());
        concurrency.put("perSecond", terms.concurrency().perSecond());
        json.put("isolation", terms.isolation().name());
        ObjectNode limits = json.putObject("limits");
        terms.limits().memoryBytes().ifPresent(bytes -> limits.put("memoryBytes", bytes));
        terms.limits().cpuTime().ifPresent(time -> limits.put("cpuTime", time.toString()));
        terms.limits().fileDescriptors().ifPresent(count -> limits.put("fileDescriptors", count));
        terms.limits().connections().ifPresent(count -> limits.put("connections", count));
        return json;
    }

    private static ObjectNode parameter(ParameterDescriptor parameter) {
        ObjectNode json = NODES.objectNode();
        json.put("name", parameter.name());
        json.put("option", "--" + parameter.name());
        parameter.flag().ifPresent(flag -> json.put("flag", "-" + flag));
        json.set("type", type(parameter.type()));
        json.put("required", parameter.required());
        json.put("sensitive", parameter.sensitive());
        json.put("description", parameter.description());
        if (!parameter.sensitive()) {
            parameter.defaultText().ifPresent(text -> json.put("default", text));
        }
        parameter.environment().ifPresent(name -> json.put("environment", name));
        parameter.group().ifPresent(group -> json.put("group", group));
        json.set("rules", rules(parameter.rules()));
        json.set("requires", ResultJson.texts(parameter.requires()));
        json.set("conflicts", ResultJson.texts(parameter.conflicts()));
        return json;
    }

    private static ObjectNode rules(ParameterRules rules) {
        ObjectNode json = NODES.objectNode();
        rules.min().ifPresent(min -> json.put("min", min));
        rules.max().ifPresent(max -> json.put("max", max));
        rules.minLength().ifPresent(length -> json.put("minLength", length));
        rules.maxLength().ifPresent(length -> json.put("maxLength", length));
        rules.pattern().ifPresent(pattern -> json.put("pattern", pattern));
        if (!rules.oneOf().isEmpty()) {
            json.set("oneOf", ResultJson.texts(rules.oneOf()));
        }
        return json;
    }

    private static ObjectNode type(ValueType type) {
        ObjectNode json = NODES.objectNode();
        switch (type) {
            case ValueType.Scalar(ValueType.Kind kind) -> json.put("kind", word(kind));
            case ValueType.Choice choice -> {
                json.put("kind", "choice").put("name", choice.name());
                json.set("constants", ResultJson.texts(choice.constants()));
            }
            case ValueType.Sequence(ValueType element, boolean distinct) ->
                json.put("kind", distinct ? "set" : "list").set("element", type(element));
            case ValueType.Table(ValueType value) ->
                json.put("kind", "map").set("value", type(value));
            case ValueType.Maybe(ValueType value) ->
                json.put("kind", "optional").set("value", type(value));
            case ValueType.Structure structure -> {
                json.put("kind", "structure").put("name", structure.name());
                ArrayNode fields = json.putArray("fields");
                for (ValueType.Field field : structure.fields()) {
                    ObjectNode one = fields.addObject();
                    one.put("name", field.name()).set("type", type(field.type()));
                    one.put("description", field.description());
                }
            }
        }
        return json;
    }

    private ObjectNode schemas(VerbDescriptor verb) {
        ObjectNode json = NODES.objectNode();
        VerbModule module =
                Optional.ofNullable(moduleByPath.get(verb.id().path())).orElseThrow();
        JsonNode all = schemas.computeIfAbsent(module, Introspection::read);
        SchemaDigests.check(all, List.of(verb));
        JsonNode both = all.path(verb.id().path());
        ObjectNode input = json.putObject("input");
        input.put("sha256", verb.inputSchema().hex());
        input.set("schema", both.path("input"));
        ObjectNode output = json.putObject("output");
        output.put("sha256", verb.outputSchema().hex());
        output.set("schema", both.path("output"));
        return json;
    }

    private static JsonNode read(VerbModule module) {
        try (InputStream in = module.schemas()) {
            return StrictJson.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "schemas of module=" + module.getClass().getName() + " cannot be read", e);
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
