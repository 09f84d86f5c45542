package dev.cnv.cedar;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * The sets of constants that {@code context.verb} holds, as texts. Of what is ordered, the set holds the
 * verb's own constant and all below: "at least" is then "contains".
 *
 * @param attribute the attribute of {@code context.verb}
 * @param type the constants' name
 * @param constants the constants
 * @param of the constants of one verb
 */
record VerbFacts<E extends Enum<E>>(
        String attribute,
        String type,
        List<E> constants,
        Function<VerbDescriptor, Collection<E>> of) {

    static final VerbFacts<Effect> EFFECTS = new VerbFacts<>(
            "effects",
            "Effect",
            List.of(Effect.values()),
            verb -> verb.effects().effects());

    static final VerbFacts<EffectLevel> LEVELS = new VerbFacts<>(
            "levels",
            "EffectLevel",
            List.of(EffectLevel.values()),
            verb -> upTo(EffectLevel.values(), verb.effects().level()));

    static final VerbFacts<Sensitivity> SENSITIVITIES = new VerbFacts<>(
            "sensitivities",
            "Sensitivity",
            List.of(Sensitivity.values()),
            verb -> upTo(Sensitivity.values(), verb.effects().sensitivity()));

    static final VerbFacts<DataTag> DATA = new VerbFacts<>(
            "data", "DataTag", List.of(DataTag.values()), verb -> verb.effects().data());

    static final VerbFacts<Isolation> ISOLATIONS = new VerbFacts<>(
            "isolations",
            "Isolation",
            List.of(Isolation.values()),
            verb -> upTo(Isolation.values(), verb.contract().isolation()));

    /** All of them, in the order of the schema. */
    static final List<VerbFacts<?>> ALL = List.of(EFFECTS, LEVELS, SENSITIVITIES, DATA, ISOLATIONS);

    /** {@return a constant and all that come before it} */
    static <E extends Enum<E>> List<E> upTo(E[] all, E last) {
        return Arrays.stream(all).filter(e -> e.compareTo(last) <= 0).toList();
    }

    /** {@return the expression that asks for a constant} */
    String contains(E constant) {
        return "context.verb." + attribute + ".contains(" + CedarText.quoted(constant.name()) + ")";
    }
}
