package dev.cnv.runtime.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Concurrency.Kind;
import dev.cnv.annotations.Deadline;
import dev.cnv.annotations.Isolation;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AdmissionTest {

    private static final Duration MILLI = Duration.ofMillis(1);

    @Test
    void admit_permitsTakenAndNoQueue_refusesAndSpendsNothing() throws Exception {
        Bench bench = Bench.of(Bench.permits(2), 0);
        Permit first = bench.permit();
        bench.permit();

        Denial denial = bench.refusal();

        assertEquals(Reason.CONCURRENCY_EXCEEDED, denial.reason());
        assertEquals("2", denial.details().get("permits"));
        assertEquals(2, bench.engine.heldCount());
        first.release();
        bench.permit();
        assertEquals(Reason.CONCURRENCY_EXCEEDED, bench.refusal().reason());
    }

    @Test
    void admit_exclusivePerTenant_oneOfEachTenant() throws Exception {
        Bench bench = Bench.of(Bench.terms().concurrency(Kind.SINGLE_TENANT_EXCLUSIVE, 0, 0), 0);
        bench.permit();

        assertEquals(Reason.CONCURRENCY_EXCEEDED, bench.refusal().reason());
        bench.permit(bench.request(Bench.OTHER, QualityOfService.NORMAL));
        assertEquals(2, bench.engine.heldCount());
    }

    @Test
    void admit_tenantShared_countsEachTenantByItself() throws Exception {
        Bench bench = Bench.of(Bench.terms().concurrency(Kind.TENANT_SHARED, 2, 0), 0);
        bench.permit();
        bench.permit();

        assertEquals(Reason.CONCURRENCY_EXCEEDED, bench.refusal().reason());
        bench.permit(bench.request(Bench.OTHER, QualityOfService.NORMAL));
    }

    @Test
    void admit_globalShared_countsAllTenantsTogether() throws Exception {
        Bench bench = Bench.of(Bench.permits(1), 0);
        bench.permit();

        Denial denial = bench.refusal(bench.request(Bench.OTHER, QualityOfService.NORMAL));

        assertEquals(Reason.CONCURRENCY_EXCEEDED, denial.reason());
    }

    @Test
    void admit_tenantIsolated_oneTenantsFullQueueTurnsAwayNobodyElse() throws Exception {
        Bench bench = Bench.of(
                Bench.terms()
                        .concurrency(Kind.TENANT_SHARED, 1, 0)
                        .isolation(Isolation.TENANT_ISOLATED),
                1);
        bench.permit();
        bench.waiting(bench.request());

        assertEquals(Reason.CONCURRENCY_EXCEEDED, bench.refusal().reason());
        bench.permit(bench.request(Bench.OTHER, QualityOfService.NORMAL));
        bench.waiting(bench.request(Bench.OTHER, QualityOfService.NORMAL));
    }

    @Test
    void admit_tenantsThatLeft_areForgotten() throws Exception {
        Bench bench = Bench.of(Bench.terms().concurrency(Kind.TENANT_SHARED, 1, 0));
        Permit one = bench.permit();
        Permit other = bench.permit(bench.request(Bench.OTHER, QualityOfService.NORMAL));
        assertEquals(2, bench.engine.laneCount(bench.verb));

        one.release();
        assertEquals(1, bench.engine.laneCount(bench.verb));
        bench.engine.run(other, _ -> "done");

        assertEquals(0, bench.engine.laneCount(bench.verb));
        bench.permit();
        assertEquals(1, bench.engine.laneCount(bench.verb));
    }

    @Test
    void admit_rateUsedUp_refusesWithTheTimeUntilATokenIsThere() throws Exception {
        Bench bench = Bench.of(Bench.terms().concurrency(Kind.GLOBAL_SHARED, 100, 2));
        bench.permit();
        bench.time.advance(Duration.ofMillis(300));
        bench.permit();

        Denial denial = bench.refusal();

        assertEquals(Reason.RATE_EXCEEDED, denial.reason());
        assertEquals("700", denial.details().get(Denial.RETRY_AFTER_MILLIS));
        bench.time.advance(Duration.ofMillis(699));
        assertEquals(Reason.RATE_EXCEEDED, bench.refusal().reason());
        bench.time.advance(MILLI);
        bench.permit();
        assertEquals(Reason.RATE_EXCEEDED, bench.refusal().reason());
    }

    @Test
    void admit_tenVirtualSecondsOfSaturation_beginsExactlyTheRateEachSecond() throws Exception {
        Bench bench = Bench.of(Bench.terms().concurrency(Kind.GLOBAL_SHARED, 1_000, 7));
        for (int second = 0; second < 10; second++) {
            int begun = 0;
            for (int millis = 0; millis < 1_000; millis++) {
                if (bench.engine.admit(bench.request())
                        instanceof Admission.Admitted(Permit permit)) {
                    bench.engine.run(permit, _ -> "done");
                    begun++;
                }
                bench.time.advance(MILLI);
            }
            assertEquals(7, begun, "in second " + second);
        }
    }

    @Test
    void admit_mustSucceedWithoutToken_waitsForIt() throws Exception {
        Bench bench = Bench.of(Bench.terms().concurrency(Kind.GLOBAL_SHARED, 100, 1));
        bench.permit();
        Future<Admission> second = bench.waiting(bench.request(Bench.TENANT, Bench.PATIENT));
        Future<Admission> third = bench.waiting(bench.request(Bench.TENANT, Bench.PATIENT));

        bench.time.advance(Duration.ofMillis(999));
        assertFalse(second.isDone());
        bench.time.advance(MILLI);

        Permit permit =
                assertInstanceOf(Admission.Admitted.class, Bench.get(second)).permit();
        assertEquals(Duration.ofSeconds(1).toNanos(), permit.queuedNanos());
        assertFalse(third.isDone());
        bench.time.advance(Duration.ofSeconds(1));
        assertInstanceOf(Admission.Admitted.class, Bench.get(third));
    }

    @Test
    void release_unusedPermit_givesTheTokenBack() throws Exception {
        Bench bench = Bench.of(Bench.terms().concurrency(Kind.GLOBAL_SHARED, 100, 1));
        Permit permit = bench.permit();
        permit.release();
        permit.release();

        bench.permit();
        assertEquals(Reason.RATE_EXCEEDED, bench.refusal().reason());
    }

    @Test
    void admit_refusedForConcurrency_takesNoToken() throws Exception {
        Bench bench = Bench.of(Bench.terms().concurrency(Kind.GLOBAL_SHARED, 1, 2), 0);
        Permit permit = bench.permit();
        for (int i = 0; i < 10; i++) {
            assertEquals(Reason.CONCURRENCY_EXCEEDED, bench.refusal().reason());
        }
        bench.engine.run(permit, _ -> "done");

        bench.permit();
    }

    @Test
    void admit_deadlinePassedOnTheWay_refusesThoughPermitsAreFree() throws Exception {
        Bench bench = Bench.of(Bench.hard(Bench.permits(1), "PT0.5S"), 0);
        AdmissionRequest old = bench.request();
        bench.time.advance(Duration.ofMillis(500));

        Denial denial = bench.refusal(old);

        assertEquals(Reason.DEADLINE_PASSED, denial.reason());
        assertEquals(0, bench.engine.heldCount());
        bench.permit();
    }

    @Test
    void admit_callersTimeAllowed_isAHardDeadline() throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        AdmissionRequest allowing = bench.allowing(Duration.ofMillis(40), QualityOfService.NORMAL);

        assertEquals(
                OptionalLong.of(Duration.ofMillis(40).toNanos()),
                bench.permit(allowing).deadlineNanos());
        bench.time.advance(Duration.ofMillis(40));
        assertEquals(Reason.DEADLINE_PASSED, bench.refusal(allowing).reason());
        assertEquals(
                Reason.DEADLINE_PASSED,
                bench.refusal(bench.allowing(Duration.ZERO, Bench.PATIENT)).reason());
    }

    @Test
    void admit_mustStartByPassesInTheQueue_refusesAtThatMoment() throws Exception {
        Bench bench = Bench.of(Bench.permits(1).deadline(Deadline.Kind.MUST_START_BY, "PT0.2S"));
        bench.permit();
        Future<Admission> waiting = bench.waiting(bench.request());

        bench.time.advance(Duration.ofMillis(199));
        assertFalse(waiting.isDone());
        bench.time.advance(MILLI);

        Denial denial =
                assertInstanceOf(Admission.Refused.class, Bench.get(waiting)).denial();
        assertEquals(Reason.DEADLINE_PASSED, denial.reason());
        assertEquals(0, bench.engine.waitingCount(bench.verb));
    }

    @Test
    void admit_softDeadlinePassed_admitsAllTheSame() throws Exception {
        Bench bench = Bench.of(Bench.permits(1).deadline(Deadline.Kind.SOFT, "PT0.2S"));
        AdmissionRequest old = bench.request();
        bench.time.advance(Duration.ofSeconds(5));

        bench.permit(old);
    }

    @Test
    void admit_turnExpectedAfterTheDeadline_refusesAtOnce() throws Exception {
        // Typical is 100 ms and there is one permit: the third in line begins after 300 ms.
        Bench bench = Bench.of(Bench.permits(1));
        bench.permit();
        bench.waiting(bench.request());
        bench.waiting(bench.request());
        // This one goes behind both, because its deadline is later than theirs.
        Denial denial =
                bench.refusal(bench.allowing(Duration.ofMillis(300), QualityOfService.NORMAL));

        assertEquals(Reason.DEADLINE_PASSED, denial.reason());
        assertEquals("300", denial.details().get("projectedWaitMillis"));
        bench.waiting(bench.allowing(Duration.ofMillis(301), QualityOfService.NORMAL));
        // It would rather wait than be turned away.
        bench.waiting(bench.allowing(Duration.ofMillis(300), Bench.PATIENT));
    }

    @Test
    void admit_severalPermits_projectsTheFirstToBecomeFree() throws Exception {
        Bench bench = Bench.of(Bench.permits(2));
        bench.permit();
        bench.time.advance(Duration.ofMillis(60));
        bench.permit();

        assertEquals(
                "40",
                bench.refusal(bench.allowing(Duration.ofMillis(40), QualityOfService.NORMAL))
                        .details()
                        .get("projectedWaitMillis"));
        bench.waiting(bench.allowing(Duration.ofMillis(41), QualityOfService.NORMAL));
        assertEquals(
                "100",
                bench.refusal(bench.allowing(Duration.ofMillis(100), QualityOfService.NORMAL))
                        .details()
                        .get("projectedWaitMillis"));
    }

    @Test
    void admit_severalWait_earliestDeadlineGoesFirst() throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        Permit permit = bench.permit();
        List<Future<Admission>> waiting = new ArrayList<>();
        waiting.add(bench.waiting(bench.allowing(Duration.ofSeconds(9), QualityOfService.NORMAL)));
        waiting.add(bench.waiting(bench.allowing(Duration.ofSeconds(3), QualityOfService.NORMAL)));
        waiting.add(bench.waiting(bench.request())); // Arrival plus typical: 100 ms.
        waiting.add(bench.waiting(bench.allowing(Duration.ofSeconds(6), QualityOfService.NORMAL)));
        waiting.add(bench.waiting(bench.request())); // The same moment, but later in arrival.

        assertEquals(List.of(2, 4, 1, 3, 0), startOrder(bench, permit, waiting));
    }

    @Test
    void admit_severalWait_priorityGoesBeforeDeadline() throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        Permit permit = bench.permit();
        List<Future<Admission>> waiting = new ArrayList<>();
        waiting.add(bench.waiting(
                bench.allowing(Duration.ofSeconds(1), Bench.quality(Priority.BEST_EFFORT, 50))));
        waiting.add(bench.waiting(
                bench.allowing(Duration.ofSeconds(2), Bench.quality(Priority.NORMAL, 50))));
        waiting.add(bench.waiting(
                bench.allowing(Duration.ofSeconds(3), Bench.quality(Priority.CRITICAL, 50))));
        waiting.add(bench.waiting(
                bench.allowing(Duration.ofSeconds(4), Bench.quality(Priority.HIGH, 50))));
        waiting.add(bench.waiting(
                bench.allowing(Duration.ofSeconds(2), Bench.quality(Priority.CRITICAL, 50))));

        assertEquals(List.of(4, 2, 3, 1, 0), startOrder(bench, permit, waiting));
    }

    @Test
    void admit_queueFull_turnsAwayWhoeverIsNotMoreImportant() throws Exception {
        Bench bench = Bench.of(Bench.permits(1), 2);
        bench.permit();
        Future<Admission> unimportant =
                bench.waiting(bench.request(Bench.TENANT, Bench.quality(Priority.HIGH, 10)));
        bench.waiting(bench.request(Bench.TENANT, Bench.quality(Priority.NORMAL, 50)));

        assertEquals(
                Reason.CONCURRENCY_EXCEEDED,
                bench.refusal(bench.request(Bench.TENANT, Bench.quality(Priority.CRITICAL, 10)))
                        .reason());
        Bench.Call<Admission> important = Bench.async(() -> bench.engine.admit(
                bench.request(Bench.TENANT, Bench.quality(Priority.NORMAL, 11))));

        Denial shed = assertInstanceOf(Admission.Refused.class, Bench.get(unimportant))
                .denial();
        assertEquals(Reason.CONCURRENCY_EXCEEDED, shed.reason());
        assertFalse(important.result().isDone());
        assertEquals(2, bench.engine.waitingCount(bench.verb));
    }

    @Test
    void admit_queueFull_mustSucceedWaitsAndIsNeverShed() throws Exception {
        Bench bench = Bench.of(Bench.permits(1), 1);
        Permit permit = bench.permit();
        Future<Admission> ordinary = bench.waiting(bench.request());
        QualityOfService patientUnimportant = new QualityOfService(Priority.NORMAL, 0, true);
        Future<Admission> patient = bench.waiting(bench.request(Bench.TENANT, patientUnimportant));

        assertEquals(Reason.CONCURRENCY_EXCEEDED, bench.refusal().reason());
        Permit next = nextOf(permit, ordinary);
        assertFalse(patient.isDone());
        nextOf(next, patient);
    }

    @Test
    void admit_interruptedWhileWaiting_leavesTheQueueAndTakesNothing() throws Exception {
        Bench bench = Bench.of(Bench.permits(1));
        Permit permit = bench.permit();
        Bench.Call<Boolean> call = Bench.async(() -> {
            assertThrows(
                    InterruptedException.class,
                    () -> bench.engine.admit(
                            bench.allowing(Duration.ofSeconds(9), QualityOfService.NORMAL)));
            return true;
        });
        Bench.until(() -> bench.engine.waitingCount(bench.verb) == 1);
        assertEquals(1, bench.time.pendingCount());

        call.thread().interrupt();

        assertTrue(call.get());
        assertEquals(0, bench.engine.waitingCount(bench.verb));
        assertEquals(0, bench.time.pendingCount());
        permit.release();
        assertEquals(0, bench.engine.heldCount());
    }

    @Test
    void leave_permitGivenMeanwhile_goesBack() {
        Bench bench = Bench.of(Bench.terms().concurrency(Kind.GLOBAL_SHARED, 1, 1));
        VerbGate gate = new VerbGate(bench.engine, bench.verb, Bench.VIRTUAL);
        Lane lane = new Lane(gate, new TokenBucket(1), null);
        CallWindow window = CallWindow.of(bench.verb.contract(), 0, Optional.empty());
        Waiter caller = lane.enter(QualityOfService.NORMAL, window);
        assertEquals(1, bench.engine.heldCount());

        lane.leave(caller);

        assertEquals(0, bench.engine.heldCount());
        Waiter next = lane.enter(QualityOfService.NORMAL, window);
        assertInstanceOf(Admission.Admitted.class, next.answer.resultNow());
    }

    @Test
    void enter_forgottenLane_takesNobody() {
        Bench bench = Bench.of(Bench.permits(1));
        List<String> forgotten = new ArrayList<>();
        Lane lane = new Lane(
                new VerbGate(bench.engine, bench.verb, Bench.VIRTUAL),
                null,
                () -> forgotten.add("once"));
        CallWindow window = CallWindow.of(bench.verb.contract(), 0, Optional.empty());
        Waiter caller = lane.enter(QualityOfService.NORMAL, window);

        lane.leave(caller);
        lane.leave(caller); // As a timer does that comes late.

        assertEquals(List.of("once"), forgotten);
        assertEquals(null, lane.enter(QualityOfService.NORMAL, window));
    }

    @Test
    void admit_unregisteredVerb_throws() {
        Bench bench = Bench.of(Bench.terms());
        AdmissionRequest request = new AdmissionRequest(
                dev.cnv.runtime.capability.VerbDescriptor.of("other.verb", "1.0.0")
                        .effects(bench.verb.effects())
                        .schemas("0".repeat(64), "0".repeat(64)),
                Bench.TENANT,
                QualityOfService.NORMAL,
                0,
                Optional.empty());

        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> bench.engine.admit(request));

        assertTrue(thrown.getMessage().contains("other.verb"), thrown.getMessage());
    }

    private static List<Integer> startOrder(
            Bench bench, Permit first, List<Future<Admission>> waiting) {
        List<Integer> order = new ArrayList<>();
        Permit held = first;
        while (order.size() < waiting.size()) {
            held.release();
            Bench.until(() -> waiting.stream().filter(Future::isDone).count() == order.size() + 1);
            int started = waiting.indexOf(waiting.stream()
                    .filter(f -> f.isDone() && !order.contains(waiting.indexOf(f)))
                    .findFirst()
                    .orElseThrow());
            order.add(started);
            held = assertInstanceOf(Admission.Admitted.class, Bench.get(waiting.get(started)))
                    .permit();
        }
        return order;
    }

    private static Permit nextOf(Permit permit, Future<Admission> next) {
        permit.release();
        return assertInstanceOf(Admission.Admitted.class, Bench.get(next)).permit();
    }
}
