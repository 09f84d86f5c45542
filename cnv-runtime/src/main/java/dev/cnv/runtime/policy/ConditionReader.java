package dev.cnv.runtime.policy;

import static dev.cnv.runtime.canonical.StrictObject.checked;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.canonical.StrictObject;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import dev.cnv.runtime.identity.TenantId;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads what {@link ConditionWriter} writes, and nothing else. */
final class ConditionReader {

    private static final Set<String> TAGS = Set.of(
            "always",
            "effect",
            "levelAtLeast",
            "sensitivityAtLeast",
            "agentType",
            "agent",
            "tenant",
            "capability",
            "handlesSensitiveData",
            "handles",
            "requiresIsolation",
            "principal",
            "argument",
            "all",
            "any",
            "not",
            "argumentPresent",
            "argumentCompares",
            "argumentStartsWith",
            "argumentOneOf",
            "originIsPerson",
            "origin",
            "executor",
            "depthAtMost",
            "between",
            "daily",
            "onDays",
            "priorityAtLeast",
            "importanceAtLeast",
            "mustSucceed",
            "traverses",
            "everyPathPasses");

    private static final int MAX_NAME_LENGTH = ArgumentValues.MAX_NAME_LENGTH;

    private ConditionReader() {}

    static Condition read(String where, JsonNode json, int depth) {
        if (depth > Conditions.MAX_DEPTH) {
            throw StrictObject.refused(where, "is nested deeper than " + Conditions.MAX_DEPTH);
        }
        StrictObject object = StrictObject.tagged(where, json, TAGS);
        String tag = object.tag();
        return switch (tag) {
            case "all" -> checked(where, () -> new Condition.AllOf(list(object, tag, depth)));
            case "any" -> checked(where, () -> new Condition.AnyOf(list(object, tag, depth)));
            case "not" -> new Condition.Not(read(object.at(tag), object.any(tag), depth + 1));
            default -> aboutVerb(tag, object);
        };
    }

    private static Condition aboutVerb(String tag, StrictObject object) {
        return switch (tag) {
            case "effect" -> new Condition.EffectIs(object.choice(tag, Effect.class));
            case "levelAtLeast" ->
                new Condition.LevelAtLeast(object.choice(tag, EffectLevel.class));
            case "sensitivityAtLeast" ->
                new Condition.SensitivityAtLeast(object.choice(tag, Sensitivity.class));
            case "capability" -> new Condition.CapabilityMatches(pattern(object, tag));
            case "handlesSensitiveData" ->
                marked(tag, object, new Condition.HandlesSensitiveData());
            case "handles" -> new Condition.HandlesData(object.choice(tag, DataTag.class));
            case "requiresIsolation" ->
                new Condition.RequiresIsolation(object.choice(tag, Isolation.class));
            case "always" -> marked(tag, object, new Condition.Always());
            default -> aboutCaller(tag, object);
        };
    }

    private static Condition aboutCaller(String tag, StrictObject object) {
        return switch (tag) {
            case "agentType" -> object.value(tag, MAX_NAME_LENGTH, Condition.AgentTypeIs::new);
            case "agent" -> new Condition.AgentIs(object.value(tag, MAX_NAME_LENGTH, AgentId::new));
            case "tenant" ->
                new Condition.TenantIs(object.value(tag, MAX_NAME_LENGTH, TenantId::new));
            case "principal" ->
                new Condition.PrincipalKindIs(object.choice(tag, PrincipalKind.class));
            case "originIsPerson" -> marked(tag, object, new DelegationCondition.OriginIsPerson());
            case "origin" ->
                new DelegationCondition.OriginIs(object.value(tag, MAX_NAME_LENGTH, AgentId::new));
            case "executor" ->
                new DelegationCondition.ExecutorIs(
                        object.value(tag, MAX_NAME_LENGTH, AgentId::new));
            case "depthAtMost" ->
                new DelegationCondition.DepthAtMost(
                        (int) object.integer(tag, 0, DelegationCondition.MAX_DEPTH));
            default -> aboutCall(tag, object);
        };
    }

    private static Condition aboutCall(String tag, StrictObject object) {
        return switch (tag) {
            case "argument" -> equal(object.at(tag), object.any(tag));
            case "argumentPresent" ->
                object.value(tag, MAX_NAME_LENGTH, ArgumentCondition.Present::new);
            case "argumentCompares" -> compares(object.at(tag), object.any(tag));
            case "argumentStartsWith" -> startsWith(object.at(tag), object.any(tag));
            case "argumentOneOf" -> oneOf(object.at(tag), object.any(tag));
            case "between" -> between(object.at(tag), object.any(tag));
            case "daily" -> daily(object.at(tag), object.any(tag));
            case "onDays" -> onDays(object.at(tag), object.any(tag));
            case "priorityAtLeast" ->
                new QualityCondition.PriorityAtLeast(object.choice(tag, Priority.class));
            case "importanceAtLeast" ->
                new QualityCondition.ImportanceAtLeast((int) object.integer(tag, 0, 100));
            case "mustSucceed" -> marked(tag, object, new QualityCondition.MustSucceed());
            case "traverses" -> new PathCondition.Traverses(pattern(object, tag));
            case "everyPathPasses" -> everyPathPasses(object.at(tag), object.any(tag));
            default -> throw StrictObject.refused(object.at(tag), "is no condition");
        };
    }

    private static Condition marked(String tag, StrictObject object, Condition condition) {
        object.mark(tag);
        return condition;
    }

    private static CapabilityPattern pattern(StrictObject object, String member) {
        return object.value(member, MAX_NAME_LENGTH, CapabilityPattern::new);
    }

    private static Condition equal(String where, JsonNode json) {
        StrictObject argument = StrictObject.of(where, json, Set.of("name", "equals"));
        String name = argument.text("name", MAX_NAME_LENGTH);
        JsonNode value = argument.any("equals");
        return checked(where, () -> new Condition.ArgumentEquals(name, value));
    }

    private static Condition compares(String where, JsonNode json) {
        StrictObject body = StrictObject.of(where, json, Set.of("name", "order", "bound"));
        String name = body.text("name", MAX_NAME_LENGTH);
        ArgumentCondition.Order order = body.value("order", 2, ConditionReader::order);
        JsonNode bound = body.any("bound");
        if (!bound.isNumber()) {
            throw StrictObject.refused(body.at("bound"), "is no number");
        }
        BigDecimal number = bound.decimalValue();
        return checked(where, () -> new ArgumentCondition.Compares(name, order, number));
    }

    private static ArgumentCondition.Order order(String sign) {
        for (ArgumentCondition.Order order : ArgumentCondition.Order.values()) {
            if (order.sign().equals(sign)) {
                return order;
            }
        }
        throw new IllegalArgumentException("order=" + sign + " is not < <= > >=");
    }

    private static Condition startsWith(String where, JsonNode json) {
        StrictObject body = StrictObject.of(where, json, Set.of("name", "prefix"));
        String name = body.text("name", MAX_NAME_LENGTH);
        String prefix = body.text("prefix", ArgumentCondition.MAX_PREFIX_LENGTH);
        return checked(where, () -> new ArgumentCondition.StartsWith(name, prefix));
    }

    private static Condition oneOf(String where, JsonNode json) {
        StrictObject body = StrictObject.of(where, json, Set.of("name", "values"));
        String name = body.text("name", MAX_NAME_LENGTH);
        List<JsonNode> values = body.array("values", ArgumentCondition.MAX_VALUE_COUNT);
        return checked(where, () -> new ArgumentCondition.OneOf(name, values));
    }

    private static Condition between(String where, JsonNode json) {
        StrictObject body = StrictObject.of(where, json, Set.of("from", "until"));
        Instant from = body.value("from", 64, timed(Instant::parse));
        Instant until = body.value("until", 64, timed(Instant::parse));
        return checked(where, () -> new TimeCondition.Between(from, until));
    }

    private static Condition daily(String where, JsonNode json) {
        StrictObject body = StrictObject.of(where, json, Set.of("from", "until", "offset"));
        LocalTime from = body.value("from", 64, timed(LocalTime::parse));
        LocalTime until = body.value("until", 64, timed(LocalTime::parse));
        ZoneOffset offset = body.value("offset", 64, timed(ZoneOffset::of));
        return checked(where, () -> new TimeCondition.Daily(from, until, offset));
    }

    private static Condition onDays(String where, JsonNode json) {
        StrictObject body = StrictObject.of(where, json, Set.of("days", "offset"));
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (JsonNode day : body.array("days", 7)) {
            String name = StrictObject.text(body.at("days"), day, 64);
            if (!days.add(checked(body.at("days"), () -> DayOfWeek.valueOf(name)))) {
                throw StrictObject.refused(body.at("days"), "has " + name + " twice");
            }
        }
        ZoneOffset offset = body.value("offset", 64, timed(ZoneOffset::of));
        return checked(where, () -> new TimeCondition.OnDays(days, offset));
    }

    private static Condition everyPathPasses(String where, JsonNode json) {
        StrictObject body = StrictObject.of(where, json, Set.of("to", "through"));
        return new PathCondition.EveryPathPasses(pattern(body, "to"), pattern(body, "through"));
    }

    /** The platform's own exception for a malformed time is no IllegalArgumentException. */
    private static <T> Function<String, T> timed(Function<String, T> parser) {
        return text -> {
            try {
                return parser.apply(text);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        };
    }

    private static List<Condition> list(StrictObject object, String tag, int depth) {
        List<Condition> parts = new ArrayList<>();
        for (JsonNode part : object.array(tag, Conditions.MAX_NODE_COUNT)) {
            parts.add(read(object.at(tag) + "[" + parts.size() + "]", part, depth + 1));
        }
        return parts;
    }
}
