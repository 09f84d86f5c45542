package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The ways through an application's verbs: at which verbs a way can begin, and which verbs can come
 * right after which. What {@link PathCondition.EveryPathPasses} asks.
 *
 * <p><b>Threading:</b> immutable but for answers that are kept; safe for use by several threads.
 */
public final class Ways {

    /** The most verbs of a text that is read. */
    public static final int MAX_VERB_COUNT = 100_000;

    /** The longest text that is read, in bytes. */
    public static final int MAX_BYTES = 64 * 1024 * 1024;

    /** How many answers are kept; a policy asks far fewer questions. */
    private static final int MAX_ANSWER_COUNT = 1024;

    private record Question(CapabilityPattern to, CapabilityPattern through) {}

    private final NavigableSet<CapabilityId> begins;
    private final NavigableMap<CapabilityId, NavigableSet<CapabilityId>> next;
    private final byte[] bytes;
    private final Digest digest;
    private final Map<Question, Boolean> answers = new ConcurrentHashMap<>();

    private Ways(
            NavigableSet<CapabilityId> begins,
            NavigableMap<CapabilityId, NavigableSet<CapabilityId>> next) {
        this.begins = begins;
        this.next = next;
        this.bytes = CanonicalJson.bytes(toJson());
        this.digest = Digest.of(bytes);
    }

    /**
     * Puts ways together.
     *
     * @param begins the verbs at which a way can begin
     * @param next for each verb of the application those that can come right after it; a verb without
     *     any has an empty set
     * @return the ways
     * @throws IllegalArgumentException when a verb is named that {@code next} has no entry for
     */
    public static Ways of(
            Collection<CapabilityId> begins,
            Map<CapabilityId, ? extends Collection<CapabilityId>> next) {
        NavigableMap<CapabilityId, NavigableSet<CapabilityId>> copy = new TreeMap<>();
        next.forEach((verb, after) -> copy.put(verb, new TreeSet<>(after)));
        requireKnown(begins, copy);
        copy.values().forEach(after -> requireKnown(after, copy));
        return new Ways(new TreeSet<>(begins), copy);
    }

    private static void requireKnown(Collection<CapabilityId> verbs, Map<CapabilityId, ?> known) {
        for (CapabilityId verb : verbs) {
            if (!known.containsKey(verb)) {
                throw new IllegalArgumentException("verb=" + verb + " is on a way and is no verb");
            }
        }
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @param bytes a JSON object
     * @return the ways
     * @throws IllegalArgumentException when they are too long or not such an object
     * @throws dev.cnv.runtime.canonical.JsonRefusedException when they are no JSON
     */
    public static Ways parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "lengthBytes=" + bytes.length + " is more than " + MAX_BYTES);
        }
        JsonNode json = StrictJson.parse(new String(bytes, StandardCharsets.UTF_8));
        JsonNode next = json.path("next");
        if (json.size() != 2 || !next.isObject() || next.size() > MAX_VERB_COUNT) {
            throw new IllegalArgumentException(
                    "ways are an object with the members begins and next," + " of at most "
                            + MAX_VERB_COUNT + " verbs");
        }
        NavigableMap<CapabilityId, NavigableSet<CapabilityId>> read = new TreeMap<>();
        next.properties()
                .forEach(verb -> read.put(new CapabilityId(verb.getKey()), verbs(verb.getValue())));
        return of(verbs(json.path("begins")), read);
    }

    private static NavigableSet<CapabilityId> verbs(JsonNode array) {
        if (!array.isArray()) {
            throw new IllegalArgumentException("ways=" + array + " is no list of verbs");
        }
        NavigableSet<CapabilityId> verbs = new TreeSet<>();
        for (JsonNode verb : array) {
            if (!verb.isString()) {
                throw new IllegalArgumentException("ways=" + verb + " is no verb's name");
            }
            verbs.add(new CapabilityId(verb.stringValue()));
        }
        return verbs;
    }

    private ObjectNode toJson() {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        put(out.putArray("begins"), begins);
        ObjectNode object = out.putObject("next");
        next.forEach((verb, after) -> put(object.putArray(verb.path()), after));
        return out;
    }

    private static void put(ArrayNode array, Collection<CapabilityId> verbs) {
        verbs.forEach(verb -> array.add(verb.path()));
    }

    /**
     * Whether every way to some verbs passes some others. A way that begins at one of the verbs at the
     * end passes nothing, and one of those that is itself among the others passes it.
     *
     * @param to the verbs at the end
     * @param through the verbs on the way
     * @return false when there is a way round
     * @throws ConditionFault when no verb is at the end, so that the question is about nothing
     */
    boolean everyPathPasses(CapabilityPattern to, CapabilityPattern through) {
        Question question = new Question(to, through);
        Boolean known = answers.get(question);
        if (known != null) {
            return known;
        }
        if (next.keySet().stream().noneMatch(to::matches)) {
            throw new ConditionFault(
                    "no verb matches " + to + ", so no way to it passes " + through);
        }
        boolean answer = !leadsRound(question);
        if (answers.size() < MAX_ANSWER_COUNT) {
            answers.put(question, answer);
        }
        return answer;
    }

    private boolean leadsRound(Question question) {
        Set<CapabilityId> seen = new HashSet<>();
        Deque<CapabilityId> open = new ArrayDeque<>();
        begins.forEach(verb -> visit(verb, question, seen, open));
        while (!open.isEmpty()) {
            CapabilityId verb = open.pop();
            if (question.to().matches(verb)) {
                return true;
            }
            for (CapabilityId after : next.getOrDefault(verb, Collections.emptyNavigableSet())) {
                visit(after, question, seen, open);
            }
        }
        return false;
    }

    private static void visit(
            CapabilityId verb,
            Question question,
            Set<CapabilityId> seen,
            Deque<CapabilityId> open) {
        if (!question.through().matches(verb) && seen.add(verb)) {
            open.push(verb);
        }
    }

    /**
     * The canonical JSON: {@code {"begins":[verb, ...],"next":{verb:[verb, ...], ...}}}.
     *
     * @return a copy
     */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Names the ways.
     *
     * @return the SHA-256 of {@link #bytes}
     */
    public Digest digest() {
        return digest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ways ways && digest.equals(ways.digest);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return "Ways[verbs=" + next.size() + ", digest=" + digest.shortHex() + "]";
    }
}
