package dev.cnv.runtime.spi;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Stage;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The verbs of one annotated class. Generated; found by {@link java.util.ServiceLoader} or given to
 * the builder.
 *
 * <p><b>Threading:</b> safe for use by several threads if the handler is.
 */
public interface VerbModule {

    /**
     * The documentation of the annotated class.
     *
     * @return the first sentence of its Javadoc, empty when there is none
     */
    String summary();

    /**
     * The verbs, in the order of their indices.
     *
     * @return descriptors, sorted by capability id
     */
    List<VerbDescriptor> verbs();

    /**
     * The JSON schemas of all verbs: an object that maps each capability's path to an object with the
     * members {@code input} and {@code output}.
     *
     * @return a new stream of UTF-8 JSON; the caller closes it
     */
    InputStream schemas();

    /**
     * Makes a verb's input record from checked arguments.
     *
     * @param verb the verb's index
     * @param in the arguments, complete and checked against the descriptor
     * @return the input record
     * @throws IndexOutOfBoundsException when there is no such verb
     */
    Object readInput(int verb, ValueReader in);

    /**
     * Writes a verb's input record as arguments.
     *
     * @param verb the verb's index
     * @param input the input record
     * @param out where the arguments go
     * @throws IndexOutOfBoundsException when there is no such verb
     * @throws ClassCastException when the input is another verb's
     */
    void writeInput(int verb, Object input, ValueWriter out);

    /**
     * Writes a verb's result; for a stream or a stage, one value of it.
     *
     * @param verb the verb's index
     * @param result the result
     * @param out where the value goes
     * @throws IndexOutOfBoundsException when there is no such verb
     */
    void writeResult(int verb, Object result, ValueWriter out);

    /**
     * Makes a verb's result from what {@link #writeResult} wrote, for verbs that run in a process of
     * their own.
     *
     * @param verb the verb's index
     * @param in the result, checked against the descriptor
     * @return the result
     * @throws UnsupportedOperationException when no verb's contract asks for a process of its own
     * @throws IndexOutOfBoundsException when there is no such verb, or its contract does not ask
     */
    default Object readResult(int verb, ValueReader in) {
        throw new UnsupportedOperationException("verb=" + verb + " runs in this process");
    }

    /**
     * Makes a verb's certificate.
     *
     * @param verb the verb's index
     * @param stage the stage that the proof is for
     * @param proof the kernel's proof
     * @return the verb's certificate of that stage
     * @throws IndexOutOfBoundsException when there is no such verb
     * @throws ProofRefusedException when the proof is not genuine, or not for this stage and verb
     */
    Certificate<?> certificate(int verb, Stage stage, Proof proof);

    /**
     * Runs a verb's handler.
     *
     * @param verb the verb's index
     * @param dispatch the kernel's leave to run this one call once
     * @return what the handler returned, null for a void handler
     * @throws Throwable what the handler threw, or {@link ProofRefusedException} when the dispatch is
     *     not genuine, is another verb's or was used
     */
    @Nullable Object invoke(int verb, Dispatch dispatch) throws Throwable;
}
