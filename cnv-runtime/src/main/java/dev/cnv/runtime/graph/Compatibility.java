package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Schema.Member;
import dev.cnv.runtime.graph.Schema.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether a value of one schema, the producer's, can be given where another, the consumer's, is
 * expected: subtyping, with changes that lose nothing the consumer reads.
 *
 * <p>The exact part is sound: what {@link Fit.Matches} is accepted for every value. It is reflexive and
 * transitive. It is not complete: conditions of texts are compared by name only, and an object is not
 * split into the cases of a union.
 *
 * <p><b>Threading:</b> immutable.
 *
 * @param fit the answer for the whole value
 * @param fields the answer for each member when both schemas are objects, sorted by name; else one
 *     entry without name
 */
public record Compatibility(Fit fit, List<Field> fields) {

    /** Copies the list. */
    public Compatibility {
        fields = List.copyOf(fields);
    }

    /**
     * The answer for one member.
     *
     * @param name the member's name, empty for the whole value
     * @param fit whether what the producer has there can be given
     */
    public record Field(String name, Fit fit) {}

    /**
     * Compares two schemas.
     *
     * @param producer what is given
     * @param consumer what is expected
     * @return the answer; a comparison of more than 100,000 steps is refused
     */
    public static Compatibility check(SchemaDocument producer, SchemaDocument consumer) {
        return check(producer, consumer, Subtyping.MAX_STEPS);
    }

    static Compatibility check(SchemaDocument producer, SchemaDocument consumer, int maxSteps) {
        FitTable table = new FitTable(maxSteps);
        Fit fit = table.fit(table.add(producer), table.add(consumer));
        boolean objects = producer.resolved(producer.root()) instanceof Structure
                && consumer.resolved(consumer.root()) instanceof Structure;
        return new Compatibility(
                fit, objects ? fields(table, producer, consumer) : List.of(new Field("", fit)));
    }

    /**
     * Whether every value of one schema is a value of another.
     *
     * @param producer the narrower schema
     * @param consumer the wider schema
     * @return true when it matches without any change
     */
    public static boolean matches(SchemaDocument producer, SchemaDocument consumer) {
        TypeTable table = new TypeTable();
        return new Subtyping(table, FitMode.EXACT)
                .check(table.add(producer), table.add(consumer))
                .isEmpty();
    }

    /**
     * Whether every value of one schema is a value of another once members that the other does not know
     * are left out.
     *
     * @param producer the narrower schema
     * @param consumer the wider schema
     * @return true when it matches with no other change
     */
    public static boolean matchesDropping(SchemaDocument producer, SchemaDocument consumer) {
        TypeTable table = new TypeTable();
        return new Subtyping(table, FitMode.DROPPING)
                .check(table.add(producer), table.add(consumer))
                .isEmpty();
    }

    /** The answer for the whole value alone; quick for values without parts. */
    static Fit fit(SchemaDocument producer, SchemaDocument consumer) {
        Schema from = producer.resolved(producer.root());
        Schema to = consumer.resolved(consumer.root());
        if (Kinds.scalar(from) && Kinds.scalar(to)) {
            return Scalars.answer(from, to);
        }
        FitTable table = new FitTable();
        return table.fit(table.add(producer), table.add(consumer));
    }

    private static List<Field> fields(
            FitTable table, SchemaDocument producer, SchemaDocument consumer) {
        Structure given = (Structure) producer.resolved(producer.root());
        Structure expected = (Structure) consumer.resolved(consumer.root());
        Map<String, Fit> fits = new TreeMap<>();
        expected.members().forEach((name, member) -> {
            Member source = given.members().get(name);
            if (source == null) {
                fits.put(name, missing(table, producer, given, consumer, name, member));
            } else if (member.required() && !source.required()) {
                fits.put(name, new Fit.Refused("", "may be missing, expected always"));
            } else {
                fits.put(name, part(table, producer, source.schema(), consumer, member.schema()));
            }
        });
        given.members()
                .forEach((name, member) -> fits.computeIfAbsent(
                        name,
                        _ -> expected.rest().isEmpty()
                                ? new Fit.Transformed(
                                        List.of(new Fit.Change("", Transform.DROP_MEMBERS)))
                                : part(
                                        table,
                                        producer,
                                        member.schema(),
                                        consumer,
                                        expected.rest().get())));
        List<Field> fields = new ArrayList<>();
        fits.forEach((name, fit) -> fields.add(new Field(name, fit)));
        return fields;
    }

    private static Fit missing(
            FitTable table,
            SchemaDocument producer,
            Structure given,
            SchemaDocument consumer,
            String name,
            Member expected) {
        if (expected.required()) {
            return new Fit.Refused("", name + " is missing");
        }
        return given.rest().isEmpty()
                ? new Fit.Matches()
                : part(table, producer, given.rest().get(), consumer, expected.schema());
    }

    private static Fit part(
            FitTable table,
            SchemaDocument producer,
            Schema from,
            SchemaDocument consumer,
            Schema to) {
        return table.fit(table.add(producer.part(from)), table.add(consumer.part(to)));
    }
}
