package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Schema.Member;
import dev.cnv.runtime.graph.Schema.Reference;
import dev.cnv.runtime.graph.Schema.Sequence;
import dev.cnv.runtime.graph.Schema.Structure;
import dev.cnv.runtime.graph.Schema.Union;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Schemas as numbers: equal schemas have one number, so that comparing, hashing and remembering pairs
 * costs the same however deep a schema is. A recursive definition has a number for each document.
 *
 * <p><b>Threading:</b> not safe for use by several threads while schemas are added.
 */
final class TypeTable {

    /** A schema with its children as numbers. */
    static final class Type {
        private final Schema schema;
        private final int[] children;

        Type(Schema schema, int[] children) {
            this.schema = schema;
            this.children = children;
        }

        Schema schema() {
            return schema;
        }

        int[] children() {
            return children;
        }
    }

    /** What is left of a schema without its children; equal with equal children means equal. */
    private record Key(Object shape, List<Integer> children) {}

    private record SequenceShape(int min, int max, boolean distinct) {}

    private record StructureShape(
            List<String> names, List<Boolean> required, boolean rest, Object limits) {}

    private record UnionShape() {}

    private record Limits(int min, int max, Object conditions) {}

    private final List<Type> types = new ArrayList<>();
    private final Map<Key, Integer> known = new HashMap<>();

    /** The number of a document's root. */
    int add(SchemaDocument document) {
        return new Pass(document).number(document.root());
    }

    /** The type of a number, after references. */
    Type type(int number) {
        return types.get(resolved(number));
    }

    /** The number behind references. */
    int resolved(int number) {
        int at = number;
        while (types.get(at).schema() instanceof Reference) {
            at = types.get(at).children()[0];
        }
        return at;
    }

    int size() {
        return types.size();
    }

    /** The number of a child, with references followed. */
    int child(Type type, int index) {
        return resolved(type.children()[index]);
    }

    private int intern(Key key, Schema schema) {
        Integer number = known.get(key);
        if (number == null) {
            number = types.size();
            types.add(new Type(
                    schema, key.children().stream().mapToInt(Integer::intValue).toArray()));
            known.put(key, number);
        }
        return number;
    }

    /** One document on its way into the table. */
    private final class Pass {
        private final SchemaDocument document;
        private final Map<String, Integer> definitions = new HashMap<>();

        Pass(SchemaDocument document) {
            this.document = document;
        }

        int number(Schema schema) {
            if (schema instanceof Reference(String name)) {
                return definition(name);
            }
            List<Integer> children = new ArrayList<>();
            for (Schema child : SchemaDocument.children(schema)) {
                children.add(number(child));
            }
            return intern(new Key(shape(schema), children), schema);
        }

        /** A definition that turns out not to refer to itself leaves no trace of its name. */
        private int definition(String name) {
            Integer before = definitions.get(name);
            if (before != null) {
                return before;
            }
            int place = types.size();
            int[] target = {place};
            types.add(new Type(new Reference(name), target));
            definitions.put(name, place);
            target[0] = number(document.definition(name));
            definitions.put(name, target[0] == place ? place : resolved(target[0]));
            return definitions.get(name);
        }
    }

    private static Object shape(Schema schema) {
        return switch (schema) {
            case Sequence sequence ->
                new SequenceShape(sequence.minItems(), sequence.maxItems(), sequence.distinct());
            case Structure structure ->
                new StructureShape(
                        List.copyOf(structure.members().keySet()),
                        structure.members().values().stream()
                                .map(Member::required)
                                .toList(),
                        structure.rest().isPresent(),
                        new Limits(
                                structure.minMembers(),
                                structure.maxMembers(),
                                structure.conditions()));
            case Union _ -> new UnionShape();
            default -> schema;
        };
    }

    /** The number of a structure's member, or empty. */
    Optional<Integer> member(Type type, String name) {
        Structure structure = (Structure) type.schema();
        int at = 0;
        for (String known : structure.members().keySet()) {
            if (known.equals(name)) {
                return Optional.of(child(type, at));
            }
            at++;
        }
        return Optional.empty();
    }

    /** The number of the schema of a structure's other members, or empty when it is closed. */
    Optional<Integer> rest(Type type) {
        Structure structure = (Structure) type.schema();
        return structure.rest().isPresent()
                ? Optional.of(child(type, structure.members().size()))
                : Optional.empty();
    }
}
