package dev.cnv.processor.check;

import dev.cnv.annotations.Phase;
import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.diagnostic.Site;
import dev.cnv.processor.model.Verb;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The phases of a verb are some of all, each named once. */
final class PhasesCheck {

    private static final String ANNOTATION = "dev.cnv.annotations.Phases";

    private PhasesCheck() {}

    static void check(Verb verb, Problems problems) {
        verb.phases()
                .ifPresent(phases -> check(
                        phases, verb.site().annotation(ANNOTATION).member("value"), problems));
    }

    private static void check(List<Phase> phases, Site site, Problems problems) {
        if (phases.isEmpty()) {
            problems.add(
                    Code.NO_PHASE,
                    site,
                    "the set of phases is empty, so that the verb could never run",
                    "name each phase in which it runs, or remove @Phases");
            return;
        }
        Set<Phase> once = EnumSet.noneOf(Phase.class);
        for (Phase phase : phases) {
            if (!once.add(phase)) {
                problems.add(
                        Code.PHASE_TWICE,
                        site,
                        phase + " is named twice",
                        "remove one, or name the phase that was meant");
                return;
            }
        }
        if (once.size() == Phase.values().length) {
            problems.add(
                    Code.EVERY_PHASE,
                    site,
                    "all phases are named, which says nothing",
                    "remove @Phases: a verb without it runs in any phase");
        }
    }
}
