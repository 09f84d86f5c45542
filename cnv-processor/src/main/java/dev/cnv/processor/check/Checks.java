package dev.cnv.processor.check;

import dev.cnv.processor.diagnostic.Problem;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.Verb;
import java.util.List;
import java.util.Set;

/** Runs every rule over a class. */
public final class Checks {

    private Checks() {}

    /**
     * Checks a class and its verbs.
     *
     * @param handler the class's model
     * @return what is wrong with it
     */
    public static Problems check(Handler handler) {
        Problems problems = new Problems();
        PlacementCheck.check(handler, problems);
        NameCheck.check(handler, problems);
        for (Verb verb : handler.verbs()) {
            CapabilityCheck.check(verb, problems);
            EffectsCheck.check(verb, problems);
            ContractCheck.check(verb, problems);
            PhasesCheck.check(verb, problems);
            ProofCheck.check(verb, problems);
            TypeCheck.check(verb, problems);
            ParameterCheck.check(verb, problems);
            for (Parameter parameter : verb.parameters()) {
                if (RuleCheck.check(parameter, problems)) {
                    DefaultCheck.check(parameter, problems);
                }
            }
        }
        FrameCheck.check(handler, problems);
        return problems;
    }

    /**
     * What is worth knowing about a class, besides its problems.
     *
     * @param handler the class's model
     * @param broken the indices of the methods with problems
     * @return notes
     */
    public static List<Problem> notes(Handler handler, Set<Integer> broken) {
        return FrameCheck.notes(handler, broken);
    }
}
