package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.call.BatchCall;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.endpoint.ClientConnection.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls of one caller that are sent together over one connection. */
final class RemoteBatch {

    private final ClientConnection connection;
    private final CallerProof proof;
    private final Payloads form;

    /** Makes the message of a call. */
    interface Payloads {

        byte[] of(CapabilityId verb, byte[] json, CallerClaim caller);
    }

    RemoteBatch(ClientConnection connection, CallerProof proof, Payloads form) {
        this.connection = connection;
        this.proof = proof;
        this.form = form;
    }

    /**
     * Sends all calls. Those for which there is a place go together, the others when there is one.
     *
     * @return the answers, in the order of the calls; that of a call that was not sent fails
     * @throws InterruptedException when the thread was interrupted while it waited for places
     */
    List<CompletableFuture<Answer>> send(List<BatchCall> calls, Patience patience)
            throws InterruptedException {
        List<byte[]> arguments = new ArrayList<>(calls.size());
        for (BatchCall call : calls) {
            arguments.add(CanonicalJson.bytes(call.arguments()));
        }
        try {
            Begun begun =
                    proof.sendAll(connection, patience, claims -> begin(calls, arguments, claims));
            sendRest(begun, patience);
            return merged(begun);
        } catch (EndpointException e) {
            return calls.stream()
                    .map(_ -> CompletableFuture.<Answer>failedFuture(e))
                    .toList();
        }
    }

    /** Messages of which the first ones were sent: {@code refused} has a place for each call. */
    private record Begun(
            List<@Nullable CompletableFuture<Answer>> refused,
            List<byte[]> payloads,
            List<CompletableFuture<Answer>> sent) {}

    /** Throws when none is sent, so that no session counts as opened that no message opens. */
    private Begun begin(List<BatchCall> calls, List<byte[]> arguments, CallerProof.Claims claims)
            throws EndpointException {
        List<byte[]> payloads = new ArrayList<>(calls.size());
        List<@Nullable CompletableFuture<Answer>> refused = new ArrayList<>(calls.size());
        EndpointException why = null;
        for (int i = 0; i < calls.size(); i++) {
            CapabilityId verb = calls.get(i).verb();
            byte[] json = arguments.get(i);
            byte[] payload = form.of(verb, json, claims.of(payloads.size(), verb, json));
            try {
                connection.connection().messages().requireFits(payload);
                payloads.add(payload);
                refused.add(null);
            } catch (EndpointException e) {
                why = e;
                refused.add(CompletableFuture.failedFuture(e));
            }
        }
        if (payloads.isEmpty() && why != null) {
            throw why;
        }
        return new Begun(refused, payloads, new ArrayList<>(connection.invokeSome(payloads)));
    }

    private void sendRest(Begun begun, Patience patience) throws InterruptedException {
        List<byte[]> payloads = begun.payloads();
        List<CompletableFuture<Answer>> sent = begun.sent();
        try {
            while (sent.size() < payloads.size()) {
                connection.places().take(patience);
                sent.addAll(connection.invokeSome(payloads.subList(sent.size(), payloads.size())));
            }
        } catch (EndpointException e) {
            while (sent.size() < payloads.size()) {
                sent.add(CompletableFuture.failedFuture(e));
            }
        }
    }

    private static List<CompletableFuture<Answer>> merged(Begun begun) {
        List<CompletableFuture<Answer>> all = new ArrayList<>(begun.refused().size());
        int next = 0;
        for (CompletableFuture<Answer> one : begun.refused()) {
            all.add(one == null ? begun.sent().get(next++) : one);
        }
        return all;
    }
}
