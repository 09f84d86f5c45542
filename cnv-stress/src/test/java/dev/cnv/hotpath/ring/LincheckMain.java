package dev.cnv.hotpath.ring;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** Checks one model; says {@code passed}, or what is wrong with which order. */
final class LincheckMain {

    private LincheckMain() {}

    public static void main(String[] arguments) throws Exception {
        new ModelCheckingOptions()
                .iterations(Integer.parseInt(arguments[3]))
                .invocationsPerIteration(Integer.parseInt(arguments[4]))
                .threads(Integer.parseInt(arguments[1]))
                .actorsPerThread(Integer.parseInt(arguments[2]))
                .actorsBefore(1)
                .actorsAfter(2)
                .minimizeFailedScenario(false)
                .sequentialSpecification(Class.forName(arguments[5]))
                .check(Class.forName(arguments[0]));
        System.out.println("passed");
    }
}
