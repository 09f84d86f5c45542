package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.swarm.SwarmObserver;
import dev.cnv.runtime.telemetry.CallEnd;
import dev.cnv.runtime.telemetry.CallListener;
import dev.cnv.runtime.telemetry.CallStage;
import dev.cnv.runtime.telemetry.CallStart;
import dev.cnv.runtime.telemetry.CallWatch;
import dev.cnv.runtime.telemetry.ExpositionFormat;
import dev.cnv.runtime.telemetry.Telemetry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a runtime counts of real calls, and what it tells those who listen. */
class TelemetryTest {

    private static final String DONE =
            "cnv_calls_total{verb=\"bank.balance\",outcome=\"completed\",reason=\"\"}";

    static String text(Cnv cnv, ExpositionFormat format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            cnv.telemetry().write(format, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The number of one series; labels in the text are sorted by the client. */
    static double number(Cnv cnv, String series) {
        return text(cnv, ExpositionFormat.PROMETHEUS)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .filter(line -> sorted(line).startsWith(sorted(series) + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    private static String sorted(String line) {
        int from = line.indexOf('{');
        int to = line.indexOf('}');
        if (from < 0) {
            return line;
        }
        List<String> labels =
                new ArrayList<>(List.of(line.substring(from + 1, to).split(",")));
        labels.removeIf(String::isBlank);
        labels.sort(null);
        return line.substring(0, from) + labels + line.substring(to + 1);
    }

    @Test
    void calls_ofEachOutcome_areCounted() {
        try (Fixture fixture = new Fixture()) {
            Session alice = fixture.alice();
            Fixture.json(alice, "bank.balance", "{\"account\": \"alice\"}");
            Fixture.json(alice, "bank.balance", "{\"account\": \"bob\"}");
            Fixture.json(alice, "bank.balance", "{}");
            Fixture.json(alice, "bank.safe.open", "{\"door\": \"front\", \"pin\": \"0000\"}");
            Fixture.json(alice, "bank.vanish", "{}");

            assertEquals(2, number(fixture.cnv, DONE));
            assertEquals(
                    1,
                    number(
                            fixture.cnv,
                            "cnv_calls_total{verb=\"bank.balance\",outcome=\"denied\",reason=\"parameter-missing\"}"));
            assertEquals(
                    1,
                    number(
                            fixture.cnv,
                            "cnv_calls_total{verb=\"bank.safe.open\",outcome=\"failed\",reason=\"handler-failed\"}"));
            assertEquals(
                    1,
                    number(
                            fixture.cnv,
                            "cnv_calls_total{verb=\"unknown\",outcome=\"denied\",reason=\"verb-unknown\"}"));
            assertEquals(
                    3,
                    number(fixture.cnv, "cnv_call_duration_seconds_count{verb=\"bank.balance\"}"));
            assertEquals(3, number(fixture.cnv, "cnv_policy_decisions_total{verdict=\"permit\"}"));
            assertEquals(
                    1,
                    number(fixture.cnv, "cnv_delegation_verifications_total{result=\"accepted\"}"));
            assertEquals(3, number(fixture.cnv, "cnv_certificate_uses_total{result=\"claimed\"}"));
            assertEquals(0, number(fixture.cnv, "cnv_contract_permits_in_use"));
            assertEquals(
                    4, number(fixture.cnv, "cnv_stage_duration_seconds_count{stage=\"decode\"}"));
            assertEquals(
                    3, number(fixture.cnv, "cnv_stage_duration_seconds_count{stage=\"handler\"}"));
            assertEquals(
                    3,
                    fixture.cnv
                            .telemetry()
                            .latency(new CapabilityId("bank.balance"))
                            .orElseThrow()
                            .count());
        }
    }

    @Test
    void calls_fromManyThreads_areCountedExactly() throws Exception {
        int threads = 8;
        int each = 500;
        try (Fixture fixture = new Fixture();
                ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            Session alice = fixture.alice();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    for (int k = 0; k < each; k++) {
                        Fixture.json(alice, "bank.balance", "{\"account\": \"alice\"}")
                                .orThrow();
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
            assertEquals(threads * each, number(fixture.cnv, DONE));
            assertEquals(
                    threads * each,
                    number(fixture.cnv, "cnv_call_duration_seconds_count{verb=\"bank.balance\"}"));
            assertEquals(
                    threads * each,
                    number(fixture.cnv, "cnv_stage_duration_seconds_count{stage=\"record\"}"));
        }
    }

    @Test
    void labels_ofHostileCallers_showNothingOfThem() {
        String hidden = "Zq7-hidden";
        try (Fixture fixture = new Fixture()) {
            Session alice = fixture.alice();
            for (int i = 0; i < 50; i++) {
                Fixture.json(alice, "bank.balance", "{\"account\": \"" + hidden + i + "\"}");
                Fixture.json(alice, "bank.zq" + i, "{}");
                Fixture.json(alice, "bank.balance", "{\"" + hidden + i + "\": 1}");
            }
            fixture.cnv.open(new Credential.Anonymous());
            for (ExpositionFormat format : ExpositionFormat.values()) {
                String shown = text(fixture.cnv, format);
                assertFalse(shown.contains(hidden), format + ": an argument");
                assertFalse(shown.contains("zq1"), format + ": a made-up verb");
                assertFalse(shown.contains("alice"), format + ": a principal");
            }
            assertEquals(
                    50,
                    number(
                            fixture.cnv,
                            "cnv_calls_total{verb=\"unknown\",outcome=\"denied\",reason=\"verb-unknown\"}"));
        }
    }

    @Test
    void series_beyondTheBound_areCountedAsOverflow() {
        Telemetry telemetry = Telemetry.builder().maxSeries(1).build();
        try (Fixture fixture = new Fixture(builder -> builder.telemetry(telemetry))) {
            Session alice = fixture.alice();
            Fixture.json(alice, "bank.balance", "{\"account\": \"alice\"}");
            Fixture.json(alice, "bank.audit", "{}");
            Fixture.json(alice, "bank.balance", "{}");
            assertEquals(1, number(fixture.cnv, DONE));
            assertEquals(
                    2,
                    number(
                            fixture.cnv,
                            "cnv_calls_total{verb=\"overflow\",outcome=\"overflow\",reason=\"overflow\"}"));
        }
    }

    @Test
    void appends_thatFail_areCountedAsFailed() {
        try (Fixture fixture = new Fixture()) {
            Session alice = fixture.alice();
            fixture.ledger.failOn(PolicyDecision.class::isInstance);
            Fixture.json(alice, "bank.set", "{\"account\": \"alice\", \"amount\": 1}");
            fixture.ledger.failOn(_ -> false);
            // The decision, and then the refusal that says so.
            assertEquals(
                    2,
                    number(
                            fixture.cnv,
                            "cnv_ledger_appends_total{durability=\"on_disk\",result=\"failed\"}"));
            assertEquals(0, number(fixture.cnv, "cnv_ledger_appends_pending"));
        }
    }

    @Test
    void steps_thatLeadToACertificate_areNoCallsUntilTheyRun() {
        try (Fixture fixture = new Fixture()) {
            BankTransferCertificate.Verified verified = TwoRuntimes.verified(fixture.alice());
            assertTrue(Double.isNaN(number(
                    fixture.cnv,
                    "cnv_calls_total{verb=\"bank.transfer\",outcome=\"completed\",reason=\"\"}")));
            verified.run().orThrow();
            assertEquals(
                    1,
                    number(
                            fixture.cnv,
                            "cnv_calls_total{verb=\"bank.transfer\",outcome=\"completed\",reason=\"\"}"));
        }
    }

    @Test
    void swarms_thatMove_areCounted() {
        SwarmObserver observer = new SwarmObserver();
        AgentId operator = new AgentId("operator");
        try (Fixture fixture = new Fixture(builder -> builder.swarms(10, observer))) {
            fixture.cnv.swarms().open("hive").negotiate(operator, "").orThrow();
            assertEquals(
                    1,
                    number(
                            fixture.cnv,
                            "cnv_swarm_transitions_total{from=\"bootstrap\",to=\"negotiation\"}"));
            assertEquals(1, number(fixture.cnv, "cnv_swarms{phase=\"negotiation\"}"));
            assertEquals(1, number(fixture.cnv, "cnv_swarm_observer_events_total"));
            assertEquals(0, number(fixture.cnv, "cnv_swarm_observer_overwritten_total"));
        }
    }

    @Test
    void off_countsNothing() {
        try (Fixture fixture = new Fixture(builder -> builder.telemetry(Telemetry.off()))) {
            Fixture.json(fixture.alice(), "bank.balance", "{\"account\": \"alice\"}")
                    .orThrow();
            assertEquals("", text(fixture.cnv, ExpositionFormat.PROMETHEUS));
        }
    }

    @Test
    void telemetry_ofAnotherRuntime_isMisuse() {
        Telemetry telemetry = Telemetry.on();
        try (Fixture first = new Fixture(builder -> builder.telemetry(telemetry))) {
            assertEquals(telemetry, first.cnv.telemetry());
            assertThrows(
                    IllegalStateException.class,
                    () -> new Fixture(builder -> builder.telemetry(telemetry)));
        }
    }

    @Test
    void sampling_ofOneInThree_leavesCountersAlone() {
        Telemetry telemetry = Telemetry.builder().sampleOneIn(3).build();
        try (Fixture fixture = new Fixture(builder -> builder.telemetry(telemetry))) {
            Session alice = fixture.alice();
            for (int i = 0; i < 3_000; i++) {
                Fixture.json(alice, "bank.balance", "{\"account\": \"alice\"}").orThrow();
            }
            assertEquals(3_000, number(fixture.cnv, DONE));
            double sampled = number(fixture.cnv, "cnv_sampled_calls_total");
            // Six standard deviations of a binomial.
            assertEquals(1_000, sampled, 6 * Math.sqrt(3_000 / 3.0 * 2 / 3));
            assertEquals(3, number(fixture.cnv, "cnv_sampling_one_in"));
            assertTrue(text(fixture.cnv, ExpositionFormat.JSON)
                    .contains("\"estimatedTotal\":" + (long) sampled * 3));
            assertTrue(text(fixture.cnv, ExpositionFormat.OPENMETRICS).contains("# {invocation="));
        }
    }

    /** Writes down what it hears. */
    private static final class Hearing implements CallListener {

        final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public CallWatch began(CallStart start) {
            heard.add("began " + start.verb());
            return new CallWatch() {
                @Override
                public void stageBegan(CallStage stage) {
                    heard.add(stage.key());
                }

                @Override
                public void stageEnded(CallStage stage, Optional<Reason> refusal) {
                    refusal.ifPresent(reason -> heard.add("refused " + reason.code()));
                }

                @Override
                public Scope handlerScope() {
                    heard.add("in");
                    return () -> heard.add("out");
                }

                @Override
                public void ended(CallEnd end) {
                    heard.add("ended " + end.kind());
                }
            };
        }
    }

    @Test
    void listener_ofACall_hearsItsStagesInOrder() {
        Hearing hearing = new Hearing();
        Telemetry telemetry = Telemetry.builder().listener(hearing).build();
        try (Fixture fixture = new Fixture(builder -> builder.telemetry(telemetry))) {
            Fixture.json(fixture.alice(), "bank.balance", "{\"account\": \"alice\"}")
                    .orThrow();
            assertEquals(
                    List.of(
                            "began bank.balance",
                            "decode",
                            "authenticate",
                            "policy",
                            "capability",
                            "verify",
                            "admit",
                            "decide",
                            "handler",
                            "in",
                            "out",
                            "record",
                            "ended COMPLETED"),
                    hearing.heard);
            hearing.heard.clear();
            Session weak = fixture.alice(draft -> draft.grant("bank.audit", EffectLevel.READ_ONLY));
            Fixture.json(weak, "bank.balance", "{\"account\": \"alice\"}");
            assertEquals(
                    List.of(
                            "began bank.balance",
                            "decode",
                            "authenticate",
                            "policy",
                            "capability",
                            "refused capability-not-granted",
                            "ended DENIED"),
                    hearing.heard);
        }
    }

    @Test
    void listener_thatThrows_isCountedAndChangesNothing() {
        Telemetry telemetry = Telemetry.builder()
                .listener(_ -> {
                    throw new IllegalStateException("a listener's fault");
                })
                .listener(_ -> new CallWatch() {
                    @Override
                    public Scope handlerScope() {
                        throw new IllegalStateException("a listener's fault");
                    }
                })
                .build();
        try (Fixture fixture = new Fixture(builder -> builder.telemetry(telemetry))) {
            Outcome<?> outcome =
                    Fixture.json(fixture.alice(), "bank.balance", "{\"account\": \"alice\"}");
            outcome.orThrow();
            assertEquals(2, number(fixture.cnv, "cnv_listener_failures_total"));
        }
    }
}
