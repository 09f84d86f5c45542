package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Schema.Member;
import dev.cnv.runtime.graph.Schema.Reference;
import dev.cnv.runtime.graph.Schema.Sequence;
import dev.cnv.runtime.graph.Schema.Structure;
import dev.cnv.runtime.graph.Schema.Union;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A schema with all definitions that it refers to, within limits of size.
 *
 * <p><b>Threading:</b> immutable.
 *
 * @param root the schema
 * @param definitions what references mean, by name
 */
public record SchemaDocument(Schema root, Map<String, Schema> definitions) {

    /** The deepest nesting, without following references. */
    public static final int MAX_DEPTH = 64;

    /** The most schemas in a document; one that is used in two places counts twice. */
    public static final int MAX_SCHEMAS = 10_000;

    /**
     * Copies the definitions and checks everything.
     *
     * @throws IllegalArgumentException when a reference has no definition, when a definition refers to
     *     itself with nothing in between, or when it is too deep or too large
     */
    public SchemaDocument {
        definitions = Collections.unmodifiableSortedMap(new TreeMap<>(definitions));
        int count = count(root, 0, 0, definitions);
        for (Schema definition : definitions.values()) {
            count = count(definition, 0, count, definitions);
        }
        for (String name : definitions.keySet()) {
            requireGuarded(name, definitions);
        }
    }

    /**
     * A schema without definitions.
     *
     * @param root the schema
     * @return the document
     * @throws IllegalArgumentException when it refers to a definition, is too deep or too large
     */
    public static SchemaDocument of(Schema root) {
        return new SchemaDocument(root, Map.of());
    }

    /**
     * The document of one part, under the same definitions.
     *
     * @param part a schema of this document
     * @return the part's document
     */
    public SchemaDocument part(Schema part) {
        return new SchemaDocument(part, definitions);
    }

    /**
     * What a schema says after following references.
     *
     * @param schema a schema of this document
     * @return a schema that is no reference
     */
    public Schema resolved(Schema schema) {
        Schema at = schema;
        while (at instanceof Reference(String name)) {
            at = definition(name);
        }
        return at;
    }

    /** What a reference of this document means. */
    Schema definition(String name) {
        return Optional.ofNullable(definitions.get(name))
                .orElseThrow(() ->
                        new IllegalArgumentException("reference=" + name + " has no definition"));
    }

    private static int count(Schema schema, int depth, int before, Map<String, Schema> known) {
        int count = before + 1;
        if (depth > MAX_DEPTH || count > MAX_SCHEMAS) {
            throw new IllegalArgumentException("the schema has more than " + MAX_SCHEMAS
                    + " parts, or more than " + MAX_DEPTH + " levels");
        }
        if (schema instanceof Reference(String name) && !known.containsKey(name)) {
            throw new IllegalArgumentException("reference=" + name + " has no definition");
        }
        for (Schema child : children(schema)) {
            count = count(child, depth + 1, count, known);
        }
        return count;
    }

    /** The schemas directly inside one. */
    static List<Schema> children(Schema schema) {
        return switch (schema) {
            case Sequence sequence -> List.of(sequence.element());
            case Union union -> union.options();
            case Structure structure -> {
                List<Schema> inside = new ArrayList<>();
                for (Member member : structure.members().values()) {
                    inside.add(member.schema());
                }
                structure.rest().ifPresent(inside::add);
                yield inside;
            }
            default -> List.of();
        };
    }

    /** A definition that is itself, or a union of itself, describes nothing. */
    private static void requireGuarded(String name, Map<String, Schema> definitions) {
        Set<String> seen = new HashSet<>();
        List<Schema> open = new ArrayList<>(List.of(new Reference(name)));
        while (!open.isEmpty()) {
            Schema at = open.removeLast();
            if (at instanceof Union(List<Schema> options)) {
                open.addAll(options);
            } else if (at instanceof Reference(String next) && seen.add(next)) {
                open.add(definitions.get(next));
            } else if (at instanceof Reference(String next) && next.equals(name)) {
                throw new IllegalArgumentException(
                        "definition=" + name + " refers to itself with nothing in between");
            }
        }
    }
}
