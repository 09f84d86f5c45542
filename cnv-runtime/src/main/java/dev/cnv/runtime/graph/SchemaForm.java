package dev.cnv.runtime.graph;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictObject;
import dev.cnv.runtime.graph.Schema.Member;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** One schema of a JSON Schema document on its way to a {@link Schema}. */
final class SchemaForm {

    private static final int MAX_TEXT = 64 * 1024;
    private static final int MAX_MEMBERS = 1_000;
    private static final String REFERENCE = "#/$defs/";

    /** What says nothing about which values are allowed. */
    private static final Set<String> REMARKS =
            Set.of("description", "title", "default", "writeOnly", "readOnly", "deprecated");

    private static final Set<String> TEXT = Set.of(
            "minLength",
            "maxLength",
            "pattern",
            "format",
            "formatMinimum",
            "formatMaximum",
            "contentEncoding");
    private static final Set<String> NUMBER = Set.of("minimum", "maximum");
    private static final Set<String> SEQUENCE =
            Set.of("items", "minItems", "maxItems", "uniqueItems");
    private static final Set<String> STRUCTURE = Set.of(
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
            "dependentSchemas");
    private static final Map<String, Set<String>> KEYWORDS = Map.of(
            "null", Set.of(),
            "boolean", Set.of(),
            "string", TEXT,
            "integer", NUMBER,
            "number", NUMBER,
            "array", SEQUENCE,
            "object", STRUCTURE);

    private final String where;
    private final JsonNode node;
    private final boolean root;

    SchemaForm(String where, JsonNode node) {
        this(where, node, false);
    }

    SchemaForm(String where, JsonNode node, boolean root) {
        this.where = where;
        this.node = node;
        this.root = root;
    }

    Schema read() {
        if (node.isBoolean() && node.booleanValue()) {
            return Schema.ANYTHING;
        }
        if (!node.isObject()) {
            throw refused("is neither an object nor true");
        }
        return schema();
    }

    private Schema schema() {
        Set<String> left = new TreeSet<>(node.propertyNames());
        left.removeAll(REMARKS);
        if (root) {
            left.removeAll(Set.of("$schema", "$defs"));
        }
        if (left.remove("$ref")) {
            requireNone(left);
            return reference();
        }
        if (left.contains("type")) {
            return typed(left);
        }
        if (left.remove("anyOf")) {
            requireNone(left);
            return StrictObject.checked(where, () -> Schema.union(options()));
        }
        requireNone(left);
        return Schema.ANYTHING;
    }

    private void requireNone(Set<String> left) {
        if (!left.isEmpty()) {
            throw refused("has keywords that are not understood here: " + left);
        }
    }

    private Schema reference() {
        String target = text(node.get("$ref"));
        if (!target.startsWith(REFERENCE) || target.indexOf('/', REFERENCE.length()) >= 0) {
            throw refused("refers to " + target + ", not to " + REFERENCE + "NAME");
        }
        return new Schema.Reference(target.substring(REFERENCE.length()));
    }

    private List<Schema> options() {
        List<Schema> options = new ArrayList<>();
        for (JsonNode option : array("anyOf", node.get("anyOf"))) {
            options.add(new SchemaForm(where + "/anyOf/" + options.size(), option).read());
        }
        return options;
    }

    private Schema typed(Set<String> left) {
        List<String> types = types();
        Set<String> known = new HashSet<>(Set.of("type", "enum", "const"));
        types.forEach(type -> known.addAll(KEYWORDS.get(type)));
        if (types.contains("string")) {
            known.add("anyOf");
        }
        left.removeAll(known);
        requireNone(left);
        List<Schema> options = new ArrayList<>();
        List<JsonNode> allowed = allowed();
        boolean limited = node.has("enum") || node.has("const");
        for (String type : types) {
            options.addAll(limited ? constants(type, types, allowed) : List.of(plain(type)));
        }
        if (options.isEmpty()) {
            throw refused("allows no value of type " + types);
        }
        return Schema.union(options);
    }

    private List<String> types() {
        JsonNode type = node.get("type");
        List<String> types = new ArrayList<>();
        if (type.isString()) {
            types.add(type.stringValue());
        } else {
            array("type", type).forEach(one -> types.add(text(one)));
        }
        if (types.isEmpty()
                || !KEYWORDS.keySet().containsAll(types)
                || new HashSet<>(types).size() != types.size()) {
            throw refused("has the type " + CanonicalJson.text(type) + ", not some of "
                    + new TreeSet<>(KEYWORDS.keySet()));
        }
        return types;
    }

    private List<JsonNode> allowed() {
        if (node.has("enum") && node.has("const")) {
            throw refused("has both enum and const");
        }
        return node.has("const") ? List.of(node.get("const")) : enumerated();
    }

    private List<JsonNode> enumerated() {
        return node.has("enum") ? array("enum", node.get("enum")) : List.of();
    }

    /** The constants of a type that its other keywords allow too. */
    private List<Schema> constants(String type, List<String> types, List<JsonNode> allowed) {
        List<Schema> options = new ArrayList<>();
        Set<String> texts = new TreeSet<>();
        for (JsonNode constant : allowed) {
            String kind = kind(constant);
            if (!types.contains(kind) && !(kind.equals("integer") && types.contains("number"))) {
                throw refused("lists " + CanonicalJson.text(constant) + ", which is not of type "
                        + types);
            }
            if (kind.equals("string") && type.equals("string")) {
                texts.add(text(constant));
            } else if (kind.equals(type) || (kind.equals("integer") && type.equals("number"))) {
                options.addAll(constant(type, constant));
            }
        }
        if (!texts.isEmpty()) {
            options.add(checkedText(Optional.of(texts)));
        }
        return options;
    }

    private static String kind(JsonNode constant) {
        return switch (constant.getNodeType()) {
            case NULL -> "null";
            case BOOLEAN -> "boolean";
            case STRING -> "string";
            case NUMBER -> whole(constant) ? "integer" : "number";
            default -> "another";
        };
    }

    private static boolean whole(JsonNode number) {
        return number.decimalValue().stripTrailingZeros().scale() <= 0;
    }

    private List<Schema> constant(String type, JsonNode constant) {
        return switch (type) {
            case "null" -> List.of(Schema.NULL);
            case "boolean" -> List.of(new Schema.Truth(Optional.of(constant.booleanValue())));
            default -> numberConstant(type, constant.decimalValue());
        };
    }

    private List<Schema> numberConstant(String type, BigDecimal number) {
        boolean outside = number("minimum")
                        .map(min -> min.compareTo(number) > 0)
                        .orElse(false)
                || number("maximum").map(max -> max.compareTo(number) < 0).orElse(false);
        if (outside) {
            return List.of();
        }
        Optional<BigDecimal> only = Optional.of(number);
        return List.of(
                type.equals("integer")
                        ? new Schema.Whole(
                                only.map(BigDecimal::toBigIntegerExact),
                                only.map(BigDecimal::toBigIntegerExact))
                        : new Schema.Decimal(only, only));
    }

    private Schema plain(String type) {
        return switch (type) {
            case "null" -> Schema.NULL;
            case "boolean" -> Schema.TRUTH;
            case "string" -> checkedText(Optional.empty());
            case "integer" ->
                StrictObject.checked(
                        where,
                        () -> new Schema.Whole(
                                number("minimum")
                                        .map(min -> min.setScale(0, java.math.RoundingMode.CEILING)
                                                .toBigIntegerExact()),
                                number("maximum")
                                        .map(max -> max.setScale(0, java.math.RoundingMode.FLOOR)
                                                .toBigIntegerExact())));
            case "number" ->
                StrictObject.checked(
                        where, () -> new Schema.Decimal(number("minimum"), number("maximum")));
            case "array" -> sequence();
            default -> structure();
        };
    }

    private Schema checkedText(Optional<Set<String>> oneOf) {
        Set<String> conditions = new TreeSet<>();
        for (String keyword :
                List.of("pattern", "format", "formatMinimum", "formatMaximum", "contentEncoding")) {
            if (node.has(keyword)) {
                conditions.add(keyword + "=" + text(node.get(keyword)));
            }
        }
        if (node.has("anyOf")) {
            conditions.add(anyFormat());
        }
        return StrictObject.checked(
                where,
                () -> new Schema.Text(
                        oneOf,
                        count("minLength", 0),
                        count("maxLength", Schema.UNBOUNDED),
                        conditions));
    }

    /** One of several formats, as verbs write addresses of machines. */
    private String anyFormat() {
        Set<String> formats = new TreeSet<>();
        for (JsonNode option : array("anyOf", node.get("anyOf"))) {
            StrictObject only = StrictObject.tagged(where + "/anyOf", option, Set.of("format"));
            formats.add(only.text("format", MAX_TEXT));
        }
        if (formats.isEmpty()) {
            throw refused("has an empty anyOf");
        }
        return "format=" + String.join("|", formats);
    }

    private Schema sequence() {
        Schema element = node.has("items")
                ? new SchemaForm(where + "/items", node.get("items")).read()
                : Schema.ANYTHING;
        return StrictObject.checked(
                where,
                () -> new Schema.Sequence(
                        element,
                        count("minItems", 0),
                        count("maxItems", Schema.UNBOUNDED),
                        truth("uniqueItems")));
    }

    private Schema structure() {
        Map<String, Member> members = new TreeMap<>();
        Set<String> required = new TreeSet<>();
        if (node.has("required")) {
            array("required", node.get("required")).forEach(name -> required.add(text(name)));
        }
        if (node.has("properties")) {
            JsonNode properties = node.get("properties");
            if (!properties.isObject() || properties.size() > MAX_MEMBERS) {
                throw refused("has properties that are no object of at most " + MAX_MEMBERS);
            }
            for (String name : properties.propertyNames()) {
                Schema member =
                        new SchemaForm(where + "/properties/" + name, properties.get(name)).read();
                members.put(name, new Member(member, required.remove(name)));
            }
        }
        Optional<Schema> rest = rest();
        for (String name : required) {
            members.put(
                    name,
                    new Member(
                            rest.orElseThrow(() ->
                                    refused("requires " + name + ", which it does not allow")),
                            true));
        }
        return StrictObject.checked(
                where,
                () -> new Schema.Structure(
                        members,
                        rest,
                        count("minProperties", 0),
                        count("maxProperties", Schema.UNBOUNDED),
                        conditions()));
    }

    private Optional<Schema> rest() {
        JsonNode others = node.get("additionalProperties");
        if (others == null) {
            return Optional.of(Schema.ANYTHING);
        }
        return others.isBoolean() && !others.booleanValue()
                ? Optional.empty()
                : Optional.of(new SchemaForm(where + "/additionalProperties", others).read());
    }

    private Set<String> conditions() {
        return node.has("dependentSchemas")
                ? Set.of("dependentSchemas=" + CanonicalJson.text(node.get("dependentSchemas")))
                : Set.of();
    }

    private Optional<BigDecimal> number(String keyword) {
        if (!node.has(keyword)) {
            return Optional.empty();
        }
        if (!node.get(keyword).isNumber()) {
            throw refused("has a " + keyword + " that is no number");
        }
        return Optional.of(node.get(keyword).decimalValue());
    }

    /** Bounds of counts beyond what an {@code int} holds are as good as none. */
    private int count(String keyword, int otherwise) {
        Optional<BigDecimal> value = number(keyword);
        if (value.isEmpty()) {
            return otherwise;
        }
        if (value.get().signum() < 0 || !whole(node.get(keyword))) {
            throw refused("has a " + keyword + " that is no count");
        }
        return value.get().min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
    }

    private boolean truth(String keyword) {
        if (!node.has(keyword)) {
            return false;
        }
        if (!node.get(keyword).isBoolean()) {
            throw refused("has a " + keyword + " that is no truth value");
        }
        return node.get(keyword).booleanValue();
    }

    private List<JsonNode> array(String keyword, JsonNode value) {
        if (!value.isArray() || value.size() > MAX_MEMBERS) {
            throw refused("has a " + keyword + " that is no array of at most " + MAX_MEMBERS);
        }
        return value.valueStream().toList();
    }

    private String text(JsonNode value) {
        return StrictObject.text(where, value, MAX_TEXT);
    }

    private JsonRefusedException refused(String what) {
        return StrictObject.refused(where, what);
    }
}
