package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Schema.Member;
import dev.cnv.runtime.graph.Schema.Reference;
import dev.cnv.runtime.graph.Schema.Sequence;
import dev.cnv.runtime.graph.Schema.Structure;
import dev.cnv.testing.Draws;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Small schemas over few names and numbers, so that two of them often fit. */
final class SchemaDraws {

    private static final List<Set<String>> LISTS =
            List.of(Set.of("a"), Set.of("a", "b"), Set.of("a", "cc"));
    private static final List<String> NAMES = List.of("x", "y", "z");
    private static final List<String> CONDITIONS = List.of("pattern=^[ab]*$", "pattern=^.?c*$");
    static final List<String> DEFINITIONS = List.of("D", "E");

    private SchemaDraws() {}

    static SchemaDocument document(Draws draws) {
        Map<String, Schema> definitions = new LinkedHashMap<>();
        for (String name : DEFINITIONS) {
            // An object in between guards the reference.
            definitions.put(name, structure(draws, 2));
        }
        return new SchemaDocument(schema(draws, 3), definitions);
    }

    /** Another schema that is likely to be above or below the first. */
    static SchemaDocument near(Draws draws, SchemaDocument other) {
        if (draws.rarely(4)) {
            return document(draws);
        }
        Map<String, Schema> definitions = new LinkedHashMap<>(other.definitions());
        definitions.replaceAll((_, schema) -> draws.flip() ? schema : inside(draws, schema, 2));
        return new SchemaDocument(changed(draws, other.root(), 3), definitions);
    }

    static Schema schema(Draws draws, int depth) {
        int kinds = depth == 0 ? 5 : 9;
        return switch (draws.between(0, kinds)) {
            case 0 -> Schema.NULL;
            case 1 ->
                new Schema.Truth(draws.pick(
                        List.of(Optional.empty(), Optional.of(true), Optional.of(false))));
            case 2 -> text(draws);
            case 3 -> whole(draws);
            case 4 -> decimal(draws);
            case 5 -> draws.rarely(3) ? Schema.ANYTHING : Schema.TEXT;
            case 6 -> sequence(draws, depth);
            case 7 -> structure(draws, depth - 1);
            case 8 -> union(draws, depth);
            default -> new Reference(draws.pick(DEFINITIONS));
        };
    }

    private static Schema text(Draws draws) {
        int min = draws.between(0, 2);
        int max = draws.flip() ? Schema.UNBOUNDED : draws.between(min, 3);
        Set<String> conditions = draws.rarely(3) ? Set.of(draws.pick(CONDITIONS)) : Set.of();
        Optional<Set<String>> oneOf = draws.flip() && conditions.isEmpty()
                ? Optional.of(draws.pick(LISTS))
                : Optional.empty();
        return oneOf.isPresent()
                ? new Schema.Text(oneOf, 0, Schema.UNBOUNDED, conditions)
                : new Schema.Text(oneOf, min, max, conditions);
    }

    private static Schema whole(Draws draws) {
        int min = draws.between(-2, 2);
        return new Schema.Whole(
                draws.flip() ? Optional.empty() : Optional.of(BigInteger.valueOf(min)),
                draws.flip()
                        ? Optional.empty()
                        : Optional.of(BigInteger.valueOf(draws.between(min, 4))));
    }

    private static Schema decimal(Draws draws) {
        int min = draws.between(-2, 2);
        return new Schema.Decimal(
                draws.flip() ? Optional.empty() : Optional.of(BigDecimal.valueOf(min)),
                draws.flip()
                        ? Optional.empty()
                        : Optional.of(BigDecimal.valueOf(draws.between(min, 4))));
    }

    private static Schema sequence(Draws draws, int depth) {
        int min = draws.between(0, 1);
        int max = draws.flip() ? Schema.UNBOUNDED : draws.between(min, 2);
        return new Sequence(schema(draws, depth - 1), min, max, draws.rarely(4));
    }

    static Structure structure(Draws draws, int depth) {
        Map<String, Member> members = new LinkedHashMap<>();
        for (String name : NAMES) {
            if (draws.flip()) {
                members.put(name, new Member(schema(draws, Math.max(0, depth)), draws.flip()));
            }
        }
        Optional<Schema> rest = switch (draws.between(0, 3)) {
            case 0 -> Optional.of(Schema.ANYTHING);
            case 1 -> Optional.of(schema(draws, 0));
            default -> Optional.empty();
        };
        return new Structure(members, rest, 0, Schema.UNBOUNDED, Set.of());
    }

    private static Schema union(Draws draws, int depth) {
        List<Schema> options = new ArrayList<>(List.of(schema(draws, depth - 1)));
        options.addAll(draws.list(2, d -> schema(d, depth - 1)));
        return Schema.union(options);
    }

    private static Schema changed(Draws draws, Schema schema, int depth) {
        return switch (draws.between(0, 5)) {
            case 0 -> schema;
            case 1 -> Schema.union(schema, schema(draws, Math.max(0, depth - 1)));
            case 2 -> schema(draws, Math.max(0, depth));
            default -> inside(draws, schema, depth);
        };
    }

    private static Schema inside(Draws draws, Schema schema, int depth) {
        return switch (schema) {
            case Structure structure -> {
                Map<String, Member> members = new LinkedHashMap<>(structure.members());
                members.replaceAll((_, member) -> new Member(
                        draws.flip() ? member.schema() : changed(draws, member.schema(), depth - 1),
                        draws.flip() && member.required()));
                yield new Structure(
                        members,
                        draws.flip() ? structure.rest() : Optional.of(Schema.ANYTHING),
                        0,
                        Schema.UNBOUNDED,
                        Set.of());
            }
            case Sequence sequence ->
                new Sequence(
                        changed(draws, sequence.element(), depth - 1),
                        draws.flip() ? sequence.minItems() : 0,
                        draws.flip() ? sequence.maxItems() : Schema.UNBOUNDED,
                        draws.flip() && sequence.distinct());
            case Schema.Whole _ -> draws.flip() ? Schema.WHOLE : whole(draws);
            case Schema.Text _ -> draws.flip() ? Schema.TEXT : text(draws);
            case Schema.Union union -> {
                List<Schema> options = new ArrayList<>();
                union.options()
                        .forEach(option -> options.add(
                                draws.flip() ? option : changed(draws, option, depth - 1)));
                yield Schema.union(options);
            }
            default -> schema;
        };
    }
}
