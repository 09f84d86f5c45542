package dev.cnv.processor.check;

import dev.cnv.annotations.Effect;
import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.diagnostic.Site;
import dev.cnv.processor.model.Verb;
import java.util.Set;
import java.util.stream.Collectors;

/** A verb says what it may do, without contradiction. */
final class EffectsCheck {

    private static final String ANNOTATION = "dev.cnv.annotations.Effects";

    private EffectsCheck() {}

    static void check(Verb verb, Problems problems) {
        if (verb.effects().isEmpty()) {
            problems.add(
                    Code.MISSING_EFFECTS,
                    verb.site(),
                    "the verb " + verb.capability().id() + " does not say what it may do",
                    "add @Effects, with Effect.READ_ONLY if it changes nothing");
            return;
        }
        Verb.Effects effects = verb.effects().get();
        Site site = verb.site().annotation(ANNOTATION);
        if (effects.effects().isEmpty()) {
            problems.add(
                    Code.NO_EFFECT,
                    site.member("value"),
                    "the set of effects is empty",
                    "name each effect, or Effect.READ_ONLY if the verb changes nothing");
        }
        if (effects.effects().contains(Effect.READ_ONLY) && effects.mutating()) {
            String mutating = effects.effects().stream()
                    .filter(Effect::mutating)
                    .map(Enum::name)
                    .collect(Collectors.joining(", "));
            problems.add(
                    Code.CONTRADICTORY_EFFECTS,
                    site.member("value"),
                    "READ_ONLY stands beside " + mutating,
                    "remove READ_ONLY if the verb changes something, else the others");
        }
        if (effects.dryRun() && effects.effects().equals(Set.of(Effect.READ_ONLY))) {
            problems.add(
                    Code.DRY_RUN_OF_READ,
                    site.member("dryRun"),
                    "dryRun=true stands on a verb that only reads, whose dry run is a run",
                    "remove dryRun");
        }
    }
}
