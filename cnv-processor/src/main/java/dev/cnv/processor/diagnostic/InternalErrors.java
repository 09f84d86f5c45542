package dev.cnv.processor.diagnostic;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import javax.annotation.processing.Messager;

/** Turns a fault of the processor into a message: an exception would bring javac down. */
public final class InternalErrors {

    /** The option that adds the stack trace to the message: {@code -Acnv.debug=true}. */
    public static final String DEBUG = "cnv.debug";

    private final Messager messager;
    private final boolean debug;

    /**
     * A guard.
     *
     * @param messager where messages go
     * @param options the options of the compilation
     */
    public InternalErrors(Messager messager, Map<String, String> options) {
        this.messager = messager;
        this.debug = options.containsKey(DEBUG) && !"false".equals(options.get(DEBUG));
    }

    /**
     * Runs a piece of work; whatever it throws becomes a message.
     *
     * @param subject what is worked on
     * @param work the work
     */
    public void guard(String subject, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            report(subject, e);
        }
    }

    private void report(String subject, Throwable fault) {
        String trace = debug ? "\n" + trace(fault) : "";
        messager.printMessage(
                Code.INTERNAL_ERROR.kind(),
                "[" + Code.INTERNAL_ERROR.label() + "] the CNV processor failed on " + subject
                        + ": " + fault
                        + "; report it with the source"
                        + (debug
                                ? " and this stack trace"
                                : " and the stack trace that -A" + DEBUG + "=true shows")
                        + trace);
    }

    private static String trace(Throwable fault) {
        StringWriter text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
