package dev.cnv.audit.difference;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Divides the values of one argument into finitely many classes that no condition of two policies can
 * tell apart, each with one value that stands for it.
 *
 * <p>A text is told apart by being one of the mentioned texts and by the longest mentioned prefix that
 * it has; a number by the mentioned numbers it is, or lies between.
 */
final class ArgumentClasses {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final TreeMap<String, JsonNode> values = new TreeMap<>();
    private final TreeSet<String> prefixes = new TreeSet<>();
    private final TreeSet<BigDecimal> bounds = new TreeSet<>();

    /** Takes note of what a condition compares this argument with. */
    void add(Condition condition) {
        switch (condition) {
            case Condition.ArgumentEquals c -> add(c.value());
            case ArgumentCondition.OneOf c -> c.values().forEach(this::add);
            case ArgumentCondition.StartsWith c -> prefixes.add(c.prefix());
            case ArgumentCondition.Compares c -> bounds.add(c.bound());
            default -> {}
        }
    }

    /** Takes note of a value. */
    void add(JsonNode value) {
        if (value.isNumber()) {
            bounds.add(new BigDecimal(CanonicalJson.text(value)));
        } else {
            values.putIfAbsent(CanonicalJson.text(value), value);
        }
    }

    /**
     * One value for each class; empty stands for an argument that is not there.
     *
     * @throws UntranslatableException when between two mentioned numbers none can be written
     */
    List<Optional<JsonNode>> representatives() {
        TreeMap<String, JsonNode> found = new TreeMap<>(values);
        put(found, JSON.booleanNode(true));
        put(found, JSON.booleanNode(false));
        put(found, otherComposite());
        texts().forEach(text -> put(found, JSON.stringNode(text)));
        numbers().forEach(number -> put(found, JSON.numberNode(number)));
        List<Optional<JsonNode>> all = new ArrayList<>();
        all.add(Optional.empty());
        found.values().forEach(value -> all.add(Optional.of(value)));
        // Stands for everything that has no canonical form.
        all.add(Optional.of(JSON.stringNode("\ud800")));
        return all;
    }

    private static void put(Map<String, JsonNode> found, JsonNode value) {
        found.putIfAbsent(CanonicalJson.text(value), value);
    }

    private JsonNode otherComposite() {
        JsonNode other = JSON.arrayNode();
        while (values.containsKey(CanonicalJson.text(other))) {
            other = JSON.arrayNode().add(other);
        }
        return other;
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        texts.add(textWithLongestPrefix(""));
        prefixes.forEach(prefix -> texts.add(textWithLongestPrefix(prefix)));
        return texts;
    }

    private String textWithLongestPrefix(String prefix) {
        String text = prefix + "x";
        for (int c = 'a'; !standsFor(text, prefix); c++) {
            text = prefix + Character.toString(c);
        }
        return text;
    }

    private boolean standsFor(String text, String prefix) {
        return !values.containsKey(CanonicalJson.text(JSON.stringNode(text)))
                && prefixes.stream()
                        .noneMatch(p -> p.length() > prefix.length() && text.startsWith(p));
    }

    private Set<BigDecimal> numbers() {
        if (bounds.isEmpty()) {
            return Set.of(BigDecimal.ZERO);
        }
        TreeSet<BigDecimal> numbers = new TreeSet<>(bounds);
        numbers.add(requireWritable(bounds.first().subtract(beyond())));
        numbers.add(requireWritable(bounds.last().add(beyond())));
        BigDecimal before = bounds.first();
        for (BigDecimal bound : bounds.tailSet(before, false)) {
            numbers.add(requireWritable(before.add(bound).divide(BigDecimal.TWO)));
            before = bound;
        }
        return numbers;
    }

    /** More than any bound is large, so that few digits say it. */
    private BigDecimal beyond() {
        BigDecimal largest = bounds.first().abs().max(bounds.last().abs()).max(BigDecimal.ONE);
        return BigDecimal.ONE.scaleByPowerOfTen(largest.precision() - largest.scale());
    }

    private static BigDecimal requireWritable(BigDecimal number) {
        try {
            CanonicalJson.text(JSON.numberNode(number));
            return number;
        } catch (IllegalArgumentException _) {
            throw new UntranslatableException("number=" + number
                    + " lies beside or between numbers of the policies and has no canonical form");
        }
    }
}
