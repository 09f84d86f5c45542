package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.graph.SchemaReader;
import dev.cnv.runtime.graph.VerbSchemas;
import dev.cnv.runtime.spi.VerbModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The verbs of a runtime by capability id, checked when they are put together: no id twice, no
 * requirement that nothing provides, no schema that differs from the descriptor's digest.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class Registry {

    private final NavigableMap<CapabilityId, Entry> entries;
    private final Map<CapabilityId, Set<Entry>> required;

    /**
     * Puts modules together.
     *
     * @param modules the modules of an application
     * @throws IllegalArgumentException when they do not fit together; the message names the verbs
     */
    public Registry(Collection<? extends VerbModule> modules) {
        NavigableMap<CapabilityId, Entry> found = new TreeMap<>();
        for (VerbModule module : modules) {
            addAll(module, found);
        }
        entries = Collections.unmodifiableNavigableMap(found);
        required = requirements(found);
    }

    /**
     * A verb and where its code is.
     *
     * @param module the module that runs it
     * @param index its index there
     * @param verb its descriptor
     */
    record Entry(VerbModule module, int index, VerbDescriptor verb) {}

    Optional<Entry> find(CapabilityId id) {
        return Optional.ofNullable(entries.get(id));
    }

    /** All verbs that a verb requires, directly or through others, itself left out. */
    Set<Entry> required(CapabilityId id) {
        return required.getOrDefault(id, Set.of());
    }

    /** Whether any verb has the noun, or a noun below it. */
    boolean hasNoun(String noun) {
        return entries.keySet().stream()
                .anyMatch(id -> id.noun().equals(noun) || id.noun().startsWith(noun + '.'));
    }

    /**
     * The verbs.
     *
     * @return descriptors, sorted by id
     */
    public Collection<VerbDescriptor> verbs() {
        return entries.values().stream().map(Entry::verb).toList();
    }

    /**
     * The types of what verbs take and return, read anew from the modules.
     *
     * @throws IllegalArgumentException when a schema is none of those that are generated
     */
    Map<CapabilityId, VerbSchemas> types() {
        Map<CapabilityId, VerbSchemas> types = new TreeMap<>();
        for (VerbModule module : modules()) {
            types.putAll(SchemaReader.readVerbs(module.schemas()));
        }
        return types;
    }

    /** The modules, each once. */
    Set<VerbModule> modules() {
        Set<VerbModule> modules = Collections.newSetFromMap(new IdentityHashMap<>());
        entries.values().forEach(entry -> modules.add(entry.module()));
        return modules;
    }

    private static void addAll(VerbModule module, NavigableMap<CapabilityId, Entry> found) {
        JsonNode schemas = schemas(module);
        int index = 0;
        for (VerbDescriptor verb : module.verbs()) {
            requireSchema(schemas, verb, "input", verb.inputSchema());
            requireSchema(schemas, verb, "output", verb.outputSchema());
            Entry other = found.putIfAbsent(verb.id(), new Entry(module, index++, verb));
            if (other != null) {
                throw new IllegalArgumentException(
                        "capability=" + verb.id() + " is provided twice: by "
                                + other.verb().handler() + " and by " + verb.handler());
            }
        }
    }

    private static JsonNode schemas(VerbModule module) {
        try (InputStream in = module.schemas()) {
            return StrictJson.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("schemas of " + module.getClass().getName(), e);
        }
    }

    private static void requireSchema(
            JsonNode schemas, VerbDescriptor verb, String side, Digest expected) {
        JsonNode schema = schemas.path(verb.id().path()).path(side);
        if (schema.isMissingNode()) {
            throw new IllegalArgumentException("capability=" + verb.id() + " has no " + side
                    + " schema; build the module again");
        }
        Digest actual = CanonicalJson.digest(schema);
        if (!actual.equals(expected)) {
            throw new IllegalArgumentException("capability=" + verb.id() + " has another " + side
                    + " schema than its descriptor says: digest=" + actual + ", expected="
                    + expected
                    + "; build the module again");
        }
    }

    private static Map<CapabilityId, Set<Entry>> requirements(
            NavigableMap<CapabilityId, Entry> entries) {
        Map<CapabilityId, Set<Entry>> closures = new TreeMap<>();
        for (Entry entry : entries.values()) {
            closures.put(entry.verb().id(), closure(entry, entries));
        }
        return closures;
    }

    private static Set<Entry> closure(Entry start, NavigableMap<CapabilityId, Entry> entries) {
        Set<CapabilityId> reached = new TreeSet<>();
        Deque<Entry> open = new ArrayDeque<>(Set.of(start));
        while (!open.isEmpty()) {
            Entry from = open.pop();
            for (CapabilityId id : from.verb().requires()) {
                Entry to = entries.get(id);
                if (to == null) {
                    throw new IllegalArgumentException("capability="
                            + from.verb().id() + " requires " + id + ", which no module provides");
                }
                if (reached.add(id)) {
                    open.push(to);
                }
            }
        }
        reached.remove(start.verb().id());
        return reached.stream().map(entries::get).collect(Collectors.toUnmodifiableSet());
    }
}
