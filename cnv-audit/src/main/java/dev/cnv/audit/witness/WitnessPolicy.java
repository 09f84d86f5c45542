package dev.cnv.audit.witness;

import dev.cnv.runtime.tlog.NoteSignature;
import dev.cnv.runtime.tlog.SignedNote;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * How many of which witnesses must have signed a checkpoint before it counts as witnessed.
 *
 * @param witnesses the witnesses, each with another name
 * @param needed how many of them, 0 to their number
 */
public record WitnessPolicy(List<WitnessEndpoint> witnesses, int needed) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException when two witnesses have one name, or more are needed than there
     *     are
     */
    public WitnessPolicy {
        witnesses = List.copyOf(witnesses);
        Set<String> names =
                witnesses.stream().map(WitnessEndpoint::name).collect(Collectors.toSet());
        if (names.size() != witnesses.size() || needed < 0 || needed > names.size()) {
            throw new IllegalArgumentException("needed=" + needed + " of witnesses=" + names
                    + ", which are " + witnesses.size() + " with " + names.size() + " names");
        }
    }

    /**
     * What asking all witnesses comes to.
     *
     * @param isReached whether enough have signed
     * @param note the checkpoint with the signatures of those that have
     * @param answers what each one answered, in the order of the policy
     */
    public record Result(boolean isReached, SignedNote note, List<WitnessAnswer> answers) {

        /** Copies the list. */
        public Result {
            answers = List.copyOf(answers);
        }

        /** {@return the names of the witnesses that have signed} */
        public Set<String> signed() {
            Set<String> names = new HashSet<>();
            for (WitnessAnswer answer : answers) {
                if (answer instanceof WitnessAnswer.Signed signed) {
                    names.add(signed.witness());
                }
            }
            return names;
        }

        /** {@return the signatures of the witnesses} */
        public List<NoteSignature> signatures() {
            List<NoteSignature> all = new ArrayList<>();
            for (WitnessAnswer answer : answers) {
                if (answer instanceof WitnessAnswer.Signed signed) {
                    all.addAll(signed.signatures());
                }
            }
            return all;
        }
    }

    /**
     * Asks all witnesses at once, and waits for all of them.
     *
     * @param client what asks; its timeout bounds the wait, twice where a witness says another size
     * @param note the signed checkpoint
     * @param proofs where proofs come from; its callers take turns
     * @return who has signed, and whether these are enough
     * @throws IllegalArgumentException when the note is no checkpoint
     * @throws IOException when a proof cannot be made
     * @throws InterruptedException when this thread is interrupted
     */
    public Result ask(WitnessClient client, SignedNote note, WitnessClient.Proofs proofs)
            throws IOException, InterruptedException {
        Object turn = new Object();
        WitnessClient.Proofs inTurns = oldSize -> {
            synchronized (turn) {
                return proofs.from(oldSize);
            }
        };
        List<Callable<WitnessAnswer>> questions = new ArrayList<>();
        for (WitnessEndpoint each : witnesses) {
            questions.add(() -> client.ask(each, note, inTurns));
        }
        List<WitnessAnswer> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<WitnessAnswer> answer : threads.invokeAll(questions)) {
                answers.add(answerOf(answer));
            }
        }
        Result asked = new Result(false, note, answers);
        return new Result(asked.signed().size() >= needed, note.with(asked.signatures()), answers);
    }

    private static WitnessAnswer answerOf(Future<WitnessAnswer> answer)
            throws IOException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException io -> throw new IOException("a proof cannot be made", io);
                case RuntimeException fault -> throw fault;
                case null, default ->
                    throw new IllegalStateException("a witness could not be asked", e);
            }
        }
    }
}
