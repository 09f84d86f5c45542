package dev.cnv.runtime.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Sensitivity;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EffectSetTest {

    @Test
    void constructor_noEffect_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new EffectSet(Set.of(), Sensitivity.LOW, Set.of(), false));
    }

    @ParameterizedTest
    @EnumSource(Effect.class)
    void constructor_readOnlyBesideAnother_isRefusedWhenItMutates(Effect other) {
        if (other.mutating()) {
            assertThrows(
                    IllegalArgumentException.class, () -> EffectSet.of(Effect.READ_ONLY, other));
        } else {
            assertFalse(EffectSet.of(Effect.READ_ONLY, other).mutating());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "READ_ONLY, READ_ONLY, READ_ONLY",
        "READ_ONLY, NETWORK_ACCESS, NETWORK",
        "MUTATE_STATE, MUTATE_CONFIG, MUTATE",
        "MUTATE_SECURITY, MUTATE_ONTOLOGY, MUTATE",
        "STORAGE_WRITE, STORAGE_WRITE, MUTATE",
        "STORAGE_WRITE, NETWORK_ACCESS, NETWORK",
        "NETWORK_ACCESS, PRIVILEGED, PRIVILEGED"
    })
    void level_effects_isThatOfTheFurthest(Effect one, Effect other, EffectLevel level) {
        assertEquals(level, EffectSet.of(one, other).level());
    }

    @Test
    void covers_levels_followTheirOrder() {
        for (EffectLevel one : EffectLevel.values()) {
            for (EffectLevel other : EffectLevel.values()) {
                assertEquals(one.ordinal() >= other.ordinal(), one.covers(other));
            }
        }
    }

    @Test
    void critical_cannotBePutRight_isTrue() {
        EffectSet state = EffectSet.of(Effect.MUTATE_STATE);
        assertFalse(state.critical());
        assertFalse(state.sensitivity(Sensitivity.HIGH).critical());
        assertTrue(state.sensitivity(Sensitivity.CRITICAL).critical());
        assertTrue(EffectSet.of(Effect.PRIVILEGED).critical());
        assertTrue(EffectSet.of(Effect.MUTATE_SECURITY).critical());
    }

    @Test
    void derived_effectsAndData_areSeen() {
        EffectSet set = EffectSet.of(Effect.STORAGE_WRITE, Effect.NETWORK_ACCESS)
                .handling(DataTag.PII)
                .withDryRun();
        assertTrue(set.writesStorage()
                && set.needsNetwork()
                && set.sensitiveData()
                && set.mutating()
                && set.dryRun());
        EffectSet reading = EffectSet.of(Effect.READ_ONLY);
        assertFalse(reading.writesStorage()
                || reading.needsNetwork()
                || reading.sensitiveData()
                || reading.mutating()
                || reading.dryRun());
    }

    @Test
    void effects_changedByCaller_areNotTheSets() {
        Set<Effect> given = EnumSet.of(Effect.READ_ONLY);
        EffectSet set = new EffectSet(given, Sensitivity.LOW, Set.of(), false);
        given.add(Effect.PRIVILEGED);
        assertEquals(EffectLevel.READ_ONLY, set.level());
        assertThrows(
                UnsupportedOperationException.class, () -> set.effects().add(Effect.PRIVILEGED));
    }
}
