package dev.cnv.processor.javac;

import dev.cnv.annotations.DurationClass;
import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.effect.Act;
import dev.cnv.processor.effect.Node;
import dev.cnv.processor.read.Marks;
import java.util.List;
import java.util.Set;

/** A fast verb makes no objects, waits for nothing and ends soon. */
final class FastPath {

    private static final List<Act> DEVICES = List.of(
            Act.BLOCKING, Act.FILE_READ, Act.FILE_WRITE, Act.NETWORK, Act.PROCESS, Act.LOGGING);

    private FastPath() {}

    interface Report {
        void print(Code code, Act act, String phrase, String fix);
    }

    static void judge(Verdicts.Found found, Node node, Set<Act> acts, Report report) {
        if (found.verb().contract().duration() != DurationClass.FAST_PATH) {
            return;
        }
        if (acts.contains(Act.ALLOCATION) && !Marks.has(found.method(), Marks.ALLOCATES)) {
            report.print(
                    Code.FAST_PATH_ALLOCATES,
                    Act.ALLOCATION,
                    "is FAST_PATH and allocates",
                    "do without, or say in @Allocates why it may");
        }
        for (Act act : DEVICES) {
            if (acts.contains(act)) {
                report.print(
                        Code.FAST_PATH_BLOCKS,
                        act,
                        "is FAST_PATH and " + act.phrase() + ", which may wait",
                        "choose another duration class, or do it elsewhere");
                break;
            }
        }
        if (acts.contains(Act.LOOP)) {
            report.print(
                    Code.FAST_PATH_LOOPS,
                    Act.LOOP,
                    "is FAST_PATH and has a loop whose end cannot be seen",
                    "count a variable towards a bound in the loop's condition");
        }
    }
}
