package dev.cnv.runtime.delegation.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.z3.BoolExpr;
import com.microsoft.z3.Context;
import com.microsoft.z3.Model;
import com.microsoft.z3.Params;
import com.microsoft.z3.Solver;
import com.microsoft.z3.Status;
import org.junit.jupiter.api.Assumptions;

/**
 * Asks the solver whether a claim can be false. No counterexample, found or not decided, is a proof: the
 * only answer that counts is that there is none.
 */
final class Prover {

    /** With the value {@code skip}, a machine without the native library builds without the proofs. */
    static final String PROPERTY = "cnv.proofs";

    private static final int TIMEOUT_MILLIS = 20_000;

    private final Context context;

    Prover(Context context) {
        this.context = context;
    }

    /** Opens the solver, or fails with what to do about it. */
    static Context open() {
        try {
            return new Context();
        } catch (LinkageError e) {
            String what = "the proofs did not run: Z3's native library does not load on os="
                    + System.getProperty("os.name") + " arch=" + System.getProperty("os.arch");
            if ("skip".equals(System.getProperty(PROPERTY))) {
                System.err.println("SKIPPED: " + what);
                Assumptions.abort(what);
            }
            throw new AssertionError(
                    what + "; to build without them, and know it, say -D" + PROPERTY + "=skip", e);
        }
    }

    /** Fails unless the solver proves the claim: it can never be false. */
    void proves(String lemma, BoolExpr claim) {
        Solver solver = negation(claim);
        Status status = solver.check();
        assertEquals(
                Status.UNSATISFIABLE,
                status,
                () -> "lemma=" + lemma + " is not proved: "
                        + (status == Status.SATISFIABLE
                                ? "counterexample " + solver.getModel()
                                : solver.getReasonUnknown()));
    }

    /** Fails unless the solver finds a counterexample, which it returns. */
    Model refutes(String lemma, BoolExpr claim) {
        Solver solver = negation(claim);
        assertEquals(
                Status.SATISFIABLE, solver.check(), () -> "lemma=" + lemma + " is not refuted");
        System.out.println("refuted, as it must be: " + lemma + ": "
                + solver.getModel().toString().replaceAll("\\s+", " "));
        return solver.getModel();
    }

    @SuppressWarnings("unchecked") // The binding has a generic varargs parameter.
    private Solver negation(BoolExpr claim) {
        Solver solver = context.mkSolver();
        Params params = context.mkParams();
        params.add("timeout", TIMEOUT_MILLIS);
        solver.setParameters(params);
        solver.add(context.mkNot(claim));
        return solver;
    }
}
