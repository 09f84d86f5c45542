package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.graph.SchemaDigests;
import dev.cnv.runtime.graph.SchemaReader;
import dev.cnv.runtime.graph.VerbSchemas;
import dev.cnv.runtime.spi.VerbList;
import dev.cnv.runtime.spi.VerbModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * The verbs of a runtime by capability id, checked when they are put together: no id twice, no
 * requirement that nothing provides, no schema that differs from the descriptor's digest. Of a class with
 * many verbs ({@link VerbList}) the ids and requirements are known without descriptors, and its schemas
 * by one checksum; when that is another, every digest is compared. Digests are compared again, or for
 * the first time, whenever schemas are read.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class Registry {

    private final Map<CapabilityId, Entry> entries;
    private final List<Entry> sorted;
    private final Map<CapabilityId, Set<Entry>> required;

    /**
     * Puts modules together.
     *
     * @param modules the modules of an application
     * @throws IllegalArgumentException when they do not fit together; the message names the verbs
     */
    public Registry(Collection<? extends VerbModule> modules) {
        entries = new LinkedHashMap<>();
        for (VerbModule module : modules) {
            addAll(module);
        }
        // Modules list theirs sorted, which a merge sort is quick with.
        Entry[] all = entries.values().toArray(new Entry[0]);
        Arrays.sort(all);
        sorted = List.of(all);
        required = requirements();
    }

    /**
     * A verb and where its code is. Each is made once and is equal to itself alone: to compare lists of
     * descriptors would make them all.
     */
    static final class Entry implements Comparable<Entry> {
        private final CapabilityId id;
        private final VerbModule module;
        private final int index;
        private final List<VerbDescriptor> verbs;

        private Entry(CapabilityId id, VerbModule module, int index, List<VerbDescriptor> verbs) {
            this.id = id;
            this.module = module;
            this.index = index;
            this.verbs = verbs;
        }

        CapabilityId id() {
            return id;
        }

        /** The module that runs it. */
        VerbModule module() {
            return module;
        }

        /** Its index there. */
        int index() {
            return index;
        }

        /** Its descriptor. */
        VerbDescriptor verb() {
            return verbs.get(index);
        }

        /** What it requires itself. */
        Collection<CapabilityId> requires() {
            if (!(verbs instanceof VerbList many)) {
                return verb().requires();
            }
            List<String> paths = many.required(index);
            return paths.isEmpty()
                    ? List.of()
                    : paths.stream().map(CapabilityId::new).toList();
        }

        @Override
        public int compareTo(Entry other) {
            return id.compareTo(other.id);
        }
    }

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
        return sorted.stream().map(Entry::verb).toList();
    }

    /**
     * The types of what verbs take and return, read anew from the modules.
     *
     * @throws IllegalArgumentException when a schema is none of those that are generated, or not the one
     *     that its verb's descriptor has the digest of
     */
    Map<CapabilityId, VerbSchemas> types() {
        Map<CapabilityId, VerbSchemas> types = new TreeMap<>();
        for (VerbModule module : modules()) {
            try (InputStream in = module.schemas()) {
                types.putAll(SchemaReader.readVerbs(in, module.verbs()));
            } catch (IOException e) {
                throw unreadable(module, e);
            }
        }
        return types;
    }

    /**
     * Makes every descriptor and compares every schema with it, whatever was checked before.
     *
     * @throws IllegalArgumentException when one differs
     * @throws IllegalStateException when a descriptor is not the one that its module lists
     */
    public void verify() {
        for (VerbModule module : modules()) {
            checkDigests(schemas(module), module.verbs());
        }
    }

    /** The modules, each once. */
    Set<VerbModule> modules() {
        Set<VerbModule> modules = Collections.newSetFromMap(new IdentityHashMap<>());
        sorted.forEach(entry -> modules.add(entry.module()));
        return modules;
    }

    private void addAll(VerbModule module) {
        List<VerbDescriptor> verbs = module.verbs();
        byte[] schemas = schemas(module);
        if (!(verbs instanceof VerbList many) || !asCompiled(schemas, many)) {
            checkDigests(schemas, verbs);
        }
        for (int i = 0; i < verbs.size(); i++) {
            CapabilityId id = verbs instanceof VerbList many
                    ? new CapabilityId(many.path(i))
                    : verbs.get(i).id();
            Entry other = entries.putIfAbsent(id, new Entry(id, module, i, verbs));
            if (other != null) {
                throw new IllegalArgumentException("capability=" + id + " is provided twice: by "
                        + other.verb().handler() + " and by " + verbs.get(i).handler());
            }
        }
    }

    private static byte[] schemas(VerbModule module) {
        try (InputStream in = module.schemas()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw unreadable(module, e);
        }
    }

    private static UncheckedIOException unreadable(VerbModule module, IOException e) {
        return new UncheckedIOException("schemas of " + module.getClass().getName(), e);
    }

    /** Whether a file of schemas is, byte for byte, what the compiler took the digests of. */
    private static boolean asCompiled(byte[] schemas, VerbList verbs) {
        CRC32 checksum = new CRC32();
        checksum.update(schemas);
        return checksum.getValue() == verbs.schemasChecksum();
    }

    private static void checkDigests(byte[] schemas, List<VerbDescriptor> verbs) {
        SchemaDigests.check(StrictJson.parse(new String(schemas, StandardCharsets.UTF_8)), verbs);
    }

    /** Of the verbs that require any. */
    private Map<CapabilityId, Set<Entry>> requirements() {
        Map<CapabilityId, Set<Entry>> closures = new HashMap<>();
        for (Entry entry : sorted) {
            if (!entry.requires().isEmpty()) {
                closures.put(entry.id(), closure(entry));
            }
        }
        return closures;
    }

    private Set<Entry> closure(Entry start) {
        Set<Entry> reached = new LinkedHashSet<>();
        Deque<Entry> open = new ArrayDeque<>(Set.of(start));
        while (!open.isEmpty()) {
            Entry from = open.pop();
            for (CapabilityId id : from.requires()) {
                Entry to = entries.get(id);
                if (to == null) {
                    throw new IllegalArgumentException("capability=" + from.id() + " requires " + id
                            + ", which no module provides");
                }
                if (reached.add(to)) {
                    open.push(to);
                }
            }
        }
        reached.remove(start);
        return Set.copyOf(reached);
    }
}
