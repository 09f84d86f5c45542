package dev.cnv.processor.check;

import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Problem;
import dev.cnv.processor.diagnostic.Problems;
import dev.cnv.processor.diagnostic.Site;
import dev.cnv.processor.model.FrameLayout;
import dev.cnv.processor.model.FrameSet;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Parameter;
import java.util.List;
import java.util.Set;

/**
 * Code that dispatches frames stays so small that the JIT compiles it. HotSpot never compiles a method
 * of more than 8,000 bytes of code; the estimates here are not below what javac makes.
 */
final class FrameCheck {

    private static final int MOST_BYTES = 7_500;
    private static final int PAGE_BYTES = 13;
    private static final int SWITCH_BYTES = 24;
    private static final int CALL_BYTES = 40;
    private static final int ARGUMENT_BYTES = 40;
    private static final int BOUND_BYTES = 9;

    private FrameCheck() {}

    static void check(Handler handler, Problems problems) {
        check(handler, MOST_BYTES, problems);
    }

    static void check(Handler handler, int most, Problems problems) {
        FrameSet frames = FrameSet.of(handler);
        for (FrameLayout frame : frames.layouts()) {
            report(
                    frame.verb().site(),
                    "the call of " + frame.verb().capability().id(),
                    stub(frame),
                    most,
                    problems);
        }
        report(
                handler.site(),
                "the dispatch of verbs=" + frames.layouts().size(),
                dispatch(frames),
                most,
                problems);
    }

    private static void report(Site site, String what, int bytes, int most, Problems problems) {
        if (bytes > most) {
            problems.add(
                    Code.DISPATCH_TOO_LARGE,
                    site,
                    what + " by frames would take bytes=" + bytes + " of code, more than the "
                            + most + " up to which it is compiled at run time",
                    "check less in annotations and more in the handler, or split the class");
        }
    }

    /** Why fast verbs have no frame, of those that have no other problem. */
    static List<Problem> notes(Handler handler, Set<Integer> broken) {
        return FrameSet.fast(handler).stream()
                .filter(verb -> !broken.contains(verb.site().method()))
                .flatMap(verb -> FrameLayout.misfit(verb).stream())
                .toList();
    }

    /** The bytes of the switch over the pages. */
    static int dispatch(FrameSet frames) {
        return SWITCH_BYTES + PAGE_BYTES * frames.pages();
    }

    /** The bytes of the method that reads a verb's arguments and calls its handler. */
    static int stub(FrameLayout frame) {
        int bytes = CALL_BYTES;
        for (FrameLayout.Slot slot : frame.slots()) {
            Parameter.Rules rules = slot.parameter().rules();
            int bounds = (rules.min().isEmpty() ? 0 : 1)
                    + (rules.max().isEmpty() ? 0 : 1)
                    + rules.oneOf().size();
            bytes += ARGUMENT_BYTES + BOUND_BYTES * bounds;
        }
        return bytes;
    }
}
