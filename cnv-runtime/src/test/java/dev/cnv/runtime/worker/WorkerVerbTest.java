package dev.cnv.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.Invocation;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import dev.cnv.runtime.protocol.InvocationPayload;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.ProofRefusedException;
import dev.cnv.runtime.time.SystemTime;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A worker runs what its runtime made, once, and nothing else. */
class WorkerVerbTest {

    private static final String HELLO = "{\"word\":\"hello\"}";

    private final SystemTime time = new SystemTime(Clock.systemUTC());
    private final RecordingEventChannel channel = new RecordingEventChannel();
    private final Echo echo = new Echo(proof -> "got " + proof.input());
    private final WorkerVerb worker = worker(echo);

    private WorkerVerb worker(Echo module) {
        return new WorkerVerb(
                module, 0, Echo.secret(), time, Thread.ofPlatform().daemon().factory(), () -> {});
    }

    @AfterEach
    void close() {
        time.close();
    }

    private static InvocationPayload call(long sequence, String arguments) {
        return call(sequence, arguments, arguments, Echo.VERB, Echo.secret());
    }

    private static InvocationPayload call(
            long sequence, String sent, String meant, VerbDescriptor verb, WorkerSecret secret) {
        byte[] ticket = new CallTicket(
                        sequence,
                        0,
                        Echo.claims(verb, CanonicalJson.digest(StrictJson.parse(meant))),
                        true)
                .seal(secret);
        return new InvocationPayload(
                verb.id().path(),
                sent.getBytes(StandardCharsets.UTF_8),
                ticket,
                List.of(),
                null,
                0,
                null,
                false);
    }

    private void refused(InvocationPayload call) {
        int before = echo.runs.get();
        assertThrows(RuntimeException.class, () -> worker.run(call, channel));
        assertEquals(before, echo.runs.get(), "nothing ran");
    }

    private static JsonNode returned(WorkerAnswer answer) {
        return assertInstanceOf(WorkerAnswer.Returned.class, answer).result();
    }

    @Test
    void call_ofTheRuntime_runs() {
        assertEquals("got hello", returned(worker.run(call(1, HELLO), channel)).stringValue());
        assertEquals("got hello", returned(worker.run(call(2, HELLO), channel)).stringValue());
        assertEquals(2, echo.runs.get());
    }

    @Test
    void call_withAWrongTag_isRefused() {
        byte[] other = Echo.secret().bytes();
        other[31] ^= 1;
        refused(call(1, HELLO, HELLO, Echo.VERB, new WorkerSecret(other)));
    }

    @Test
    void call_withoutATicket_isRefused() {
        refused(new InvocationPayload(
                "test.echo",
                HELLO.getBytes(StandardCharsets.UTF_8),
                new byte[0],
                List.of(),
                null,
                0,
                null,
                false));
    }

    @Test
    void call_repeated_isRefused() {
        InvocationPayload once = call(1, HELLO);
        worker.run(once, channel);
        refused(once);
    }

    @Test
    void call_outOfTurn_isRefused() {
        refused(call(2, HELLO));
        worker.run(call(1, HELLO), channel);
        refused(call(3, HELLO));
    }

    @Test
    void call_withOtherArguments_isRefused() {
        refused(call(1, "{\"word\":\"bye\"}", HELLO, Echo.VERB, Echo.secret()));
    }

    @Test
    void call_ofAnotherVerb_isRefused() {
        refused(call(1, HELLO, HELLO, Echo.verb("test.other"), Echo.secret()));
        InvocationPayload good = call(1, HELLO);
        refused(new InvocationPayload(
                "test.other",
                good.argumentsJson(),
                good.credential(),
                List.of(),
                null,
                0,
                null,
                false));
    }

    @Test
    void proof_ofAWorker_isForItsCallAlone() {
        Proof[] kept = new Proof[1];
        WorkerVerb keeping = worker(new Echo(proof -> {
            kept[0] = proof;
            return "";
        }));
        returned(keeping.run(call(1, HELLO), channel));
        assertEquals("hello", kept[0].input());
        assertEquals("c-7", kept[0].claims().context().correlation());
        assertThrows(
                ProofRefusedException.class, () -> kept[0].require(Stage.VERIFIED, "test.other"));
        assertThrows(
                ProofRefusedException.class, () -> kept[0].require(Stage.UNCHECKED, "test.echo"));
        assertEquals(
                Reason.NOT_IN_WORKER,
                assertThrows(VerbRefusedException.class, kept[0]::run).denial().reason());
        assertThrows(VerbRefusedException.class, kept[0]::advance);
    }

    @Test
    void proof_withAnotherSeal_isRefused() {
        Proof[] kept = new Proof[1];
        returned(worker(new Echo(proof -> {
                    kept[0] = proof;
                    return "";
                }))
                .run(call(1, HELLO), channel));
        WorkerProof genuine = (WorkerProof) kept[0];
        for (Object seal : new Object[] {null, new Object()}) {
            WorkerProof forged = new WorkerProof(seal, genuine.call());
            assertThrows(ProofRefusedException.class, forged::input);
            WorkerDispatch dispatch = new WorkerDispatch(seal, genuine.call(), new AtomicBoolean());
            assertThrows(ProofRefusedException.class, () -> dispatch.open("test.echo"));
        }
        assertThrows(
                ProofRefusedException.class,
                () -> new WorkerProof(genuine.seal(), "call").claims());
        WorkerDispatch spent =
                new WorkerDispatch(genuine.seal(), genuine.call(), new AtomicBoolean(true));
        assertThrows(ProofRefusedException.class, () -> spent.open("test.echo"));
    }

    @Test
    void invocation_inAWorker_hasNoSession() {
        WorkerVerb asking = worker(new Echo(_ -> {
            var current = WorkerInvocation.current().orElseThrow();
            assertTrue(current.dryRun());
            return current.session().toString();
        }));
        WorkerAnswer.Failed failed =
                assertInstanceOf(WorkerAnswer.Failed.class, asking.run(call(1, HELLO), channel));
        assertEquals(Reason.NOT_IN_WORKER, failed.denial().reason());
    }

    @Test
    void invocation_inAWorker_saysWhatItHasToSayInOrder() {
        WorkerVerb saying = worker(new Echo(_ -> {
            var current = WorkerInvocation.current().orElseThrow();
            current.progress().report(1, 2, "half");
            current.progress().log("line");
            return String.valueOf(
                    current.milestone("m", StrictJson.parse("[1]")).record());
        }));
        assertEquals("9", returned(saying.run(call(1, HELLO), channel)).stringValue());
        assertEquals(
                List.of(
                        new WorkerEvent.Progressed(1, 2, "half"),
                        new WorkerEvent.Logged("line"),
                        new WorkerEvent.Reached("m", StrictJson.parse("[1]"))),
                channel.sent);
    }

    @Test
    void invocation_afterItsCall_saysNothing() {
        Invocation[] kept = new Invocation[1];
        WorkerVerb keeping = worker(new Echo(_ -> {
            kept[0] = WorkerInvocation.current().orElseThrow();
            return "";
        }));
        returned(keeping.run(call(1, HELLO), channel));
        assertThrows(IllegalStateException.class, () -> kept[0].progress().log("late"));
        assertThrows(
                IllegalStateException.class,
                () -> kept[0].milestone("late", StrictJson.parse("1")));
        assertEquals(List.of(), channel.sent);
    }
}
