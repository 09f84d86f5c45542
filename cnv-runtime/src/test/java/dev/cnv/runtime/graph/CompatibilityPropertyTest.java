package dev.cnv.runtime.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.Property;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The laws of subtyping over drawn schemas, recursive ones too. */
class CompatibilityPropertyTest {

    private record Pair(SchemaDocument one, SchemaDocument other) {}

    @Test
    void matches_itself_always() {
        Property.named("schema-reflexive").check(SchemaDraws::document, document -> {
            assertTrue(Compatibility.matches(document, document));
            // Equal, but with numbers of its own for recursive definitions.
            SchemaDocument copy = new SchemaDocument(document.root(), document.definitions());
            assertTrue(Compatibility.matches(document, copy));
            assertEquals(new Fit.Matches(), Compatibility.check(document, copy).fit());
        });
    }

    @Test
    void matches_chain_isTransitive() {
        AtomicInteger chains = new AtomicInteger();
        Property.named("schema-transitive")
                .check(
                        draws -> {
                            SchemaDocument a = SchemaDraws.document(draws);
                            SchemaDocument b = SchemaDraws.near(draws, a);
                            return List.of(a, b, SchemaDraws.near(draws, b));
                        },
                        chain -> {
                            if (Compatibility.matches(chain.get(0), chain.get(1))
                                    && Compatibility.matches(chain.get(1), chain.get(2))) {
                                chains.incrementAndGet();
                                assertTrue(Compatibility.matches(chain.get(0), chain.get(2)));
                            }
                        });
        assertTrue(chains.get() > 500, "chains=" + chains);
    }

    @Test
    void matches_producersValues_areTheConsumers() {
        AtomicInteger values = new AtomicInteger();
        AtomicInteger refuted = new AtomicInteger();
        Property.named("schema-semantic")
                .check(
                        draws -> {
                            SchemaDocument a = SchemaDraws.document(draws);
                            SchemaDocument b = SchemaDraws.near(draws, a);
                            Optional<Object[]> value = new SchemaValues(a).draw(draws);
                            return List.of(new Pair(a, b), value);
                        },
                        drawn -> {
                            Pair pair = (Pair) drawn.get(0);
                            Optional<?> value = (Optional<?>) drawn.get(1);
                            if (value.isEmpty()) {
                                return;
                            }
                            Object given = ((Object[]) value.get())[0];
                            assertTrue(new SchemaValues(pair.one()).accepts(given));
                            boolean accepted = new SchemaValues(pair.other()).accepts(given);
                            if (Compatibility.matches(pair.one(), pair.other())) {
                                values.incrementAndGet();
                                assertTrue(accepted, "value=" + given);
                            } else if (!accepted) {
                                refuted.incrementAndGet();
                            }
                        });
        assertTrue(values.get() > 1000 && refuted.get() > 1000, values + " " + refuted);
    }

    @Test
    void modes_eachAllowsWhatTheOneBeforeDid() {
        Property.named("schema-modes")
                .check(
                        draws -> {
                            SchemaDocument a = SchemaDraws.document(draws);
                            return new Pair(a, SchemaDraws.near(draws, a));
                        },
                        pair -> {
                            boolean exact = Compatibility.matches(pair.one(), pair.other());
                            boolean dropping =
                                    Compatibility.matchesDropping(pair.one(), pair.other());
                            Fit fit = Compatibility.check(pair.one(), pair.other())
                                    .fit();
                            assertTrue(!exact || dropping);
                            assertTrue(!dropping || fit.accepted());
                            assertEquals(exact, fit instanceof Fit.Matches);
                            if (fit instanceof Fit.Transformed changed) {
                                assertTrue(changed.cost() > 0, "fit=" + changed);
                            }
                        });
    }
}
