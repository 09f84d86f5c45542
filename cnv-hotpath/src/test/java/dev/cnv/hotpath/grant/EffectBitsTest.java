package dev.cnv.hotpath.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.testing.Property;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EffectBitsTest {

    @Test
    void bits_areThoseThatStandInFrames() {
        assertEquals(
                List.of(1, 2, 4, 8, 16, 32, 64, 128),
                Arrays.stream(Effect.values()).map(EffectBits::of).toList());
        assertEquals(256, EffectBits.IDEMPOTENT);
        assertEquals(512, EffectBits.ASYNC_CAPABLE);
        assertEquals(1023, EffectBits.ALL);
    }

    @Test
    void hasAll_missingOne_isFalse() {
        int both = EffectBits.MUTATE_STATE | EffectBits.STORAGE_WRITE;
        assertTrue(EffectBits.hasAll(both, EffectBits.STORAGE_WRITE));
        assertTrue(EffectBits.hasAll(both, EffectBits.NONE));
        assertFalse(EffectBits.hasAll(EffectBits.MUTATE_STATE, both));
        assertTrue(EffectBits.hasAny(EffectBits.MUTATE_STATE, both));
        assertFalse(EffectBits.hasAny(EffectBits.READ_ONLY, both));
        assertFalse(EffectBits.hasAny(both, EffectBits.NONE));
    }

    private record Three(int a, int b, int c) {}

    @Test
    void merge_anySets_isASemilatticeOrderedByHasAll() {
        Property.named("EffectBits.semilattice")
                .check(
                        draws -> new Three(
                                draws.between(0, EffectBits.ALL),
                                draws.between(0, EffectBits.ALL),
                                draws.between(0, EffectBits.ALL)),
                        EffectBitsTest::requireSemilattice);
    }

    private static void requireSemilattice(Three t) {
        int ab = EffectBits.merge(t.a, t.b);
        assertEquals(ab, EffectBits.merge(t.b, t.a));
        assertEquals(EffectBits.merge(ab, t.c), EffectBits.merge(t.a, EffectBits.merge(t.b, t.c)));
        assertEquals(t.a, EffectBits.merge(t.a, t.a));
        assertEquals(t.a, EffectBits.merge(t.a, EffectBits.NONE));
        assertEquals(ab == t.a, EffectBits.hasAll(t.a, t.b));
        assertTrue(EffectBits.hasAll(ab, t.a) && EffectBits.hasAll(ab, t.b));
        if (EffectBits.hasAll(t.c, t.a) && EffectBits.hasAll(t.c, t.b)) {
            assertTrue(EffectBits.hasAll(t.c, ab));
        }
    }

    @Test
    void of_sets_mergeAsTheSetsUnite() {
        Property.named("EffectBits.sets")
                .check(
                        draws -> List.of(set(draws.between(0, 255)), set(draws.between(0, 255))),
                        sets -> {
                            Set<Effect> union = EnumSet.noneOf(Effect.class);
                            union.addAll(sets.get(0));
                            union.addAll(sets.get(1));
                            assertEquals(
                                    EffectBits.of(union),
                                    EffectBits.merge(
                                            EffectBits.of(sets.get(0)),
                                            EffectBits.of(sets.get(1))));
                            assertEquals(
                                    sets.get(0).containsAll(sets.get(1)),
                                    EffectBits.hasAll(
                                            EffectBits.of(sets.get(0)),
                                            EffectBits.of(sets.get(1))));
                        });
    }

    private static Set<Effect> set(int mask) {
        Set<Effect> effects = EnumSet.noneOf(Effect.class);
        for (Effect effect : Effect.values()) {
            if ((mask >> effect.ordinal() & 1) == 1) {
                effects.add(effect);
            }
        }
        return effects;
    }
}
