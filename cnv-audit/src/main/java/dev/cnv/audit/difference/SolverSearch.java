package dev.cnv.audit.difference;

import com.microsoft.z3.Context;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import com.microsoft.z3.Z3Exception;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RulePolicyEngine;
import java.time.Duration;

/** Asks the solver. The one class besides {@link Translation} that does not load without it. */
final class SolverSearch {

    private SolverSearch() {}

    /**
     * Looks for a request that only the second policy permits.
     *
     * @throws LinkageError when the solver, or its native library, cannot be loaded
     */
    @SuppressWarnings("unchecked") // The binding has a generic varargs parameter.
    static Answer wider(Vocabulary words, PolicySet before, PolicySet after, Duration timeout) {
        try (Context context = new Context()) {
            Translation translation = new Translation(context, words);
            Solver solver = context.mkSolver();
            Params params = context.mkParams();
            params.add("timeout", Math.toIntExact(timeout.toMillis()));
            solver.setParameters(params);
            solver.add(translation.isRequest());
            solver.add(translation.permits(after));
            solver.add(context.mkNot(translation.permits(before)));
            return answer(solver, translation, before, after);
        } catch (UntranslatableException | Z3Exception e) {
            return new Answer.Undecided(String.valueOf(e.getMessage()));
        }
    }

    private static Answer answer(
            Solver solver, Translation translation, PolicySet before, PolicySet after) {
        Status status = solver.check();
        return switch (status) {
            case UNSATISFIABLE -> new Answer.NoWider();
            case UNKNOWN ->
                new Answer.Undecided("the solver gave up: " + solver.getReasonUnknown());
            case SATISFIABLE ->
                PolicyDifference.confirmed(
                                translation.situation(solver.getModel()).request(),
                                RulePolicyEngine.of(before),
                                RulePolicyEngine.of(after))
                        .orElseGet(() -> new Answer.Undecided(
                                "the solver names a request on which the policies do not differ;"
                                        + " this is a fault in their translation"));
        };
    }
}
