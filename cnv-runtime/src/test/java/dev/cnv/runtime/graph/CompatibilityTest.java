package dev.cnv.runtime.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompatibilityTest {

    private static SchemaDocument doc(Schema schema) {
        return SchemaDocument.of(schema);
    }

    private static Fit fit(Schema producer, Schema consumer) {
        return Compatibility.check(doc(producer), doc(consumer)).fit();
    }

    private static List<Transform> changes(Schema producer, Schema consumer) {
        return assertInstanceOf(Fit.Transformed.class, fit(producer, consumer)).changes().stream()
                .map(Fit.Change::transform)
                .toList();
    }

    private static String refusal(Schema producer, Schema consumer) {
        Fit.Refused refused = assertInstanceOf(Fit.Refused.class, fit(producer, consumer));
        return refused.where() + ": " + refused.why();
    }

    @Test
    void ranges_narrowerOnly_matches() {
        assertEquals(new Fit.Matches(), fit(Schema.whole(1, 5), Schema.whole(0, 10)));
        assertEquals(
                ": a number of 0..10, expected 1..5",
                refusal(Schema.whole(0, 10), Schema.whole(1, 5)));
        assertEquals(
                ": a number of .., expected 0..1",
                refusal(Schema.DECIMAL, Schema.decimal("0", "1.0")));
        assertEquals(": a number, expected an integer", refusal(Schema.DECIMAL, Schema.WHOLE));
    }

    @Test
    void union_everyOptionOfTheProducer_mustFit() {
        Schema both = Schema.union(Schema.TEXT, Schema.NULL);
        assertEquals(new Fit.Matches(), fit(Schema.TEXT, both));
        assertEquals(": null, expected a text", refusal(both, Schema.TEXT));
        assertEquals(
                new Fit.Matches(),
                fit(Schema.whole(0, 10), Schema.union(Schema.whole(6, 10), Schema.whole(0, 5))));
    }

    @Test
    void texts_conditions_areComparedByName() {
        assertEquals(new Fit.Matches(), fit(Schema.text("format=uuid"), Schema.TEXT));
        assertEquals(
                ": a text with [], expected [format=uuid]",
                refusal(Schema.TEXT, Schema.text("format=uuid")));
        assertEquals(new Fit.Matches(), fit(Schema.choice("a"), Schema.choice("a", "b")));
        assertEquals(
                ": a text that may be none of [a]",
                refusal(Schema.choice("a", "b"), Schema.choice("a")));
        Schema shortOnes = new Schema.Text(Optional.empty(), 0, 2, Set.of());
        assertEquals(new Fit.Matches(), fit(Schema.choice("a", "bb"), shortOnes));
        assertEquals(": a text of 0.. characters, expected 0..2", refusal(Schema.TEXT, shortOnes));
    }

    @Test
    void objects_widthAndDepth_areCompared() {
        Schema narrow = Schema.closed(Map.of("a", Schema.required(Schema.whole(1, 2))));
        Schema wide = Schema.open(Map.of("a", Schema.optional(Schema.WHOLE)));
        assertEquals(new Fit.Matches(), fit(narrow, wide));
        assertEquals("a: may be missing, expected always", refusal(wide, narrow));
        Schema more = Schema.closed(Map.of(
                "a", Schema.required(Schema.whole(1, 2)), "b", Schema.required(Schema.TEXT)));
        assertEquals(List.of(Transform.DROP_MEMBERS), changes(more, narrow));
        assertFalse(Compatibility.matches(doc(more), doc(narrow)));
        assertTrue(Compatibility.matchesDropping(doc(more), doc(narrow)));
        assertEquals("b: is missing", refusal(narrow, more));
    }

    /** An object that may have any member may have the optional one with another type. */
    @Test
    void objects_openProducer_mayHaveTheOptionalMember() {
        Schema open = Schema.open(Map.of());
        Schema optional = Schema.open(Map.of("a", Schema.optional(Schema.WHOLE)));
        assertEquals("a: any value, expected an integer", refusal(open, optional));
        assertEquals(new Fit.Matches(), fit(Schema.closed(Map.of()), optional));
    }

    @Test
    void changes_eachKind_isNamedWithItsCost() {
        assertEquals(List.of(Transform.INTEGER_TO_DECIMAL), changes(Schema.WHOLE, Schema.DECIMAL));
        assertEquals(List.of(Transform.INTEGER_TO_TEXT), changes(Schema.WHOLE, Schema.TEXT));
        assertEquals(List.of(Transform.DECIMAL_TO_TEXT), changes(Schema.DECIMAL, Schema.TEXT));
        assertEquals(List.of(Transform.TRUTH_TO_TEXT), changes(Schema.TRUTH, Schema.TEXT));
        Schema texts = Schema.sequence(Schema.TEXT);
        assertEquals(List.of(Transform.SCALAR_TO_ARRAY), changes(Schema.TEXT, texts));
        assertEquals(
                List.of(Transform.SCALAR_TO_ARRAY, Transform.INTEGER_TO_TEXT),
                changes(Schema.WHOLE, texts));
        assertEquals(6, fit(Schema.WHOLE, texts).cost());
        assertEquals(0, fit(Schema.TEXT, Schema.TEXT).cost());
    }

    @Test
    void changes_thatCouldFail_areRefused() {
        assertEquals(
                ": an integer as text, expected one with conditions or from a list",
                refusal(Schema.WHOLE, Schema.text("format=uuid")));
        Schema one = new Schema.Text(Optional.empty(), 0, 1, Set.of());
        assertEquals(List.of(Transform.INTEGER_TO_TEXT), changes(Schema.whole(0, 9), one));
        assertEquals(
                ": an integer as text, expected one of 0..1 characters",
                refusal(Schema.whole(-1, 9), one));
        assertEquals(
                ": one value, expected an array of 2..3 items",
                refusal(Schema.TEXT, new Schema.Sequence(Schema.TEXT, 2, 3, false)));
        assertEquals(": a text, expected an integer", refusal(Schema.TEXT, Schema.WHOLE));
    }

    /** 1 and "1" are distinct until both are texts. */
    @Test
    void distinctItems_changed_areRefused() {
        Schema mixed = Schema.union(Schema.WHOLE, Schema.TEXT);
        Schema from = new Schema.Sequence(mixed, 0, 5, true);
        assertEquals(
                "[]: an integer, expected a text",
                refusal(from, new Schema.Sequence(Schema.TEXT, 0, 5, true)));
        assertEquals(
                List.of(Transform.INTEGER_TO_TEXT),
                changes(from, new Schema.Sequence(Schema.TEXT, 0, 5, false)));
    }

    @Test
    void fields_eachHasItsOwnAnswer() {
        Schema producer = Schema.closed(Map.of(
                "amount", Schema.required(Schema.WHOLE),
                "currency", Schema.required(Schema.TEXT),
                "note", Schema.required(Schema.TEXT),
                "extra", Schema.required(Schema.TEXT)));
        Schema consumer = Schema.closed(Map.of(
                "amount", Schema.required(Schema.DECIMAL),
                "currency", Schema.required(Schema.choice("EUR")),
                "note", Schema.required(Schema.TEXT),
                "reference", Schema.required(Schema.TEXT)));
        Compatibility found = Compatibility.check(doc(producer), doc(consumer));
        assertFalse(found.fit().accepted());
        Map<String, Fit> fits = new HashMap<>();
        found.fields().forEach(field -> fits.put(field.name(), field.fit()));
        assertEquals(1, fits.get("amount").cost());
        assertFalse(fits.get("currency").accepted());
        assertEquals(new Fit.Matches(), fits.get("note"));
        assertEquals(new Fit.Refused("", "reference is missing"), fits.get("reference"));
        assertEquals(
                List.of(new Fit.Change("", Transform.DROP_MEMBERS)),
                ((Fit.Transformed) fits.get("extra")).changes());
    }

    private static SchemaDocument list(String name, Schema value) {
        Schema next = Schema.union(new Schema.Reference(name), Schema.NULL);
        Schema list = Schema.closed(
                Map.of("next", Schema.required(next), "value", Schema.required(value)));
        return new SchemaDocument(new Schema.Reference(name), Map.of(name, list));
    }

    @Test
    void recursive_definitions_areComparedCoinductively() {
        SchemaDocument narrow = list("A", Schema.whole(1, 2));
        SchemaDocument wide = list("B", Schema.WHOLE);
        assertTrue(Compatibility.matches(narrow, wide));
        assertFalse(Compatibility.matches(wide, narrow));
        Fit changed = Compatibility.check(wide, list("C", Schema.DECIMAL)).fit();
        assertEquals(
                List.of(new Fit.Change("value", Transform.INTEGER_TO_DECIMAL)),
                ((Fit.Transformed) changed).changes());
        Fit refused = Compatibility.check(wide, list("C", Schema.NULL)).fit();
        assertEquals(new Fit.Refused("value", "an integer, expected null"), refused);
    }

    /** What held under an assumption that is refuted later must not be remembered. */
    @Test
    void recursive_refutedAssumption_isForgotten() {
        // A = {m: A, n: whole}, B = {m: B, n: text}: m holds only while A <= B is assumed.
        Schema a = Schema.closed(Map.of(
                "m",
                        Schema.optional(Schema.closed(
                                Map.of("in", Schema.optional(new Schema.Reference("A"))))),
                "n", Schema.required(Schema.WHOLE)));
        Schema b = Schema.closed(Map.of(
                "m",
                        Schema.optional(Schema.closed(
                                Map.of("in", Schema.optional(new Schema.Reference("B"))))),
                "n", Schema.required(Schema.NULL)));
        SchemaDocument from = new SchemaDocument(new Schema.Reference("A"), Map.of("A", a));
        SchemaDocument to = new SchemaDocument(new Schema.Reference("B"), Map.of("B", b));
        Compatibility found = Compatibility.check(from, to);
        assertFalse(found.fit().accepted());
        found.fields().forEach(field -> assertFalse(field.fit().accepted(), field.name()));
    }

    @Test
    void steps_beyondTheLimit_areRefused() {
        SchemaDocument narrow = list("A", Schema.whole(1, 2));
        SchemaDocument wide = list("B", Schema.WHOLE);
        Fit fit = Compatibility.check(narrow, wide, 2).fit();
        assertTrue(fit.toString().contains("more than 2 steps"), fit::toString);
        assertTrue(Compatibility.check(narrow, wide, 10).fit().accepted());
    }

    @Test
    void document_limits_areChecked() {
        Schema deep = Schema.TEXT;
        for (int i = 0; i < SchemaDocument.MAX_DEPTH; i++) {
            deep = Schema.sequence(deep);
        }
        SchemaDocument.of(deep);
        Schema deeper = Schema.sequence(deep);
        assertThrows(IllegalArgumentException.class, () -> SchemaDocument.of(deeper));
        // Every level has the one before twice: 2 to the 60th parts, if they were counted on.
        Schema twice = Schema.TEXT;
        for (int i = 0; i < 60; i++) {
            twice = Schema.closed(Map.of("a", Schema.required(twice), "b", Schema.required(twice)));
        }
        Schema shared = twice;
        assertThrows(IllegalArgumentException.class, () -> SchemaDocument.of(shared));
        assertThrows(
                IllegalArgumentException.class,
                () -> SchemaDocument.of(new Schema.Reference("missing")));
        assertThrows(
                IllegalArgumentException.class,
                () -> new SchemaDocument(
                        Schema.TEXT,
                        Map.of(
                                "A",
                                new Schema.Union(
                                        List.of(Schema.TEXT, new Schema.Reference("A"))))));
    }
}
