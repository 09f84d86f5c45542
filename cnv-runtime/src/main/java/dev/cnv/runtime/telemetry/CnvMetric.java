package dev.cnv.runtime.telemetry;

import static dev.cnv.runtime.telemetry.MetricLabel.DURABILITY;
import static dev.cnv.runtime.telemetry.MetricLabel.FROM;
import static dev.cnv.runtime.telemetry.MetricLabel.OUTCOME;
import static dev.cnv.runtime.telemetry.MetricLabel.PHASE;
import static dev.cnv.runtime.telemetry.MetricLabel.REASON;
import static dev.cnv.runtime.telemetry.MetricLabel.RESULT;
import static dev.cnv.runtime.telemetry.MetricLabel.STAGE;
import static dev.cnv.runtime.telemetry.MetricLabel.STATUS;
import static dev.cnv.runtime.telemetry.MetricLabel.TO;
import static dev.cnv.runtime.telemetry.MetricLabel.VERB;
import static dev.cnv.runtime.telemetry.MetricLabel.VERDICT;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every metric of CNV: what it is called, what it means, and which labels it has. */
public enum CnvMetric {
    /** Calls that came to an outcome. */
    CALLS(Type.COUNTER, "calls", "Calls that came to an outcome.", VERB, OUTCOME, REASON),
    /** How long calls took. */
    CALL_DURATION(
            Type.HISTOGRAM,
            "call_duration",
            "How long calls took, from the caller's thread and back.",
            VERB),
    /** How long the stages of calls took. */
    STAGE_DURATION(Type.HISTOGRAM, "stage_duration", "How long the stages of calls took.", STAGE),
    /** What the policy said. */
    POLICY_DECISIONS(Type.COUNTER, "policy_decisions", "What the policy said of calls.", VERDICT),
    /** How checks of credentials ended. */
    DELEGATION_VERIFICATIONS(
            Type.COUNTER,
            "delegation_verifications",
            "Credentials whose chain and possession were checked when a session was opened.",
            RESULT),
    /** Attempts to use certificates. */
    CERTIFICATE_USES(Type.COUNTER, "certificate_uses", "Attempts to use a certificate up.", RESULT),
    /** Calls that contracts turned away. */
    CONTRACT_DENIALS(
            Type.COUNTER,
            "contract_denials",
            "Verified calls that their contract turned away.",
            VERB,
            REASON),
    /** Permits that are out. */
    PERMITS_IN_USE(Type.GAUGE, "contract_permits_in_use", "Permits that calls hold now."),
    /** Permits that wait between attempts. */
    PERMITS_PAUSED(
            Type.GAUGE,
            "contract_permits_paused",
            "Permits of calls that wait between two attempts."),
    /** Permits of handlers that nobody waits for. */
    PERMITS_ABANDONED(
            Type.GAUGE,
            "contract_permits_abandoned",
            "Permits of handlers that ignore their interruption."),
    /** Calls that wait for permits. */
    CALLS_WAITING(
            Type.GAUGE, "contract_calls_waiting", "Calls that wait for a permit or a token.", VERB),
    /** Appends to the ledger. */
    LEDGER_APPENDS(Type.COUNTER, "ledger_appends", "Appends to the ledger.", DURABILITY, RESULT),
    /** How long appends took. */
    LEDGER_APPEND_DURATION(
            Type.HISTOGRAM,
            "ledger_append_duration",
            "How long appends to the ledger took.",
            DURABILITY),
    /** Appends under way. */
    LEDGER_APPENDS_PENDING(
            Type.GAUGE, "ledger_appends_pending", "Appends that have not returned yet."),
    /** Records not on disk. */
    LEDGER_BACKLOG(
            Type.GAUGE,
            "ledger_backlog_records",
            "Records that have their place in the ledger and are not on disk yet."),
    /** Swarms by phase. */
    SWARMS(Type.GAUGE, "swarms", "Swarms that stand in a phase now.", PHASE),
    /** Moves of swarms. */
    SWARM_TRANSITIONS(
            Type.COUNTER, "swarm_transitions", "Moves of swarms between phases.", FROM, TO),
    /** How long swarms stayed. */
    SWARM_PHASE_DURATION(
            Type.HISTOGRAM,
            "swarm_phase_duration",
            "How long swarms stayed in the phase that they left.",
            FROM),
    /** Agents of swarms. */
    SWARM_AGENTS(Type.GAUGE, "swarm_agents", "Agents of all swarms.", STATUS),
    /** Events that an observer heard. */
    SWARM_EVENTS(Type.COUNTER, "swarm_observer_events", "Moves that the observer heard of."),
    /** Events that an observer lost. */
    SWARM_EVENTS_OVERWRITTEN(
            Type.COUNTER,
            "swarm_observer_overwritten",
            "Moves that the observer's ring has no room for any more."),
    /** Events beside the anomaly detection. */
    SWARM_EVENTS_UNWATCHED(
            Type.COUNTER,
            "swarm_observer_unwatched",
            "Moves of swarms that the anomaly detector had no room for."),
    /** Anomalies. */
    SWARM_ANOMALIES(Type.COUNTER, "swarm_anomalies", "Anomalies that the observer found."),
    /** Alerts. */
    SWARM_ALERTS(Type.COUNTER, "swarm_alerts", "Alerts about swarms that rules raised."),
    /** Alerts that a sink did not take. */
    SWARM_ALERTS_NOT_TAKEN(
            Type.COUNTER, "swarm_alerts_not_taken", "Alerts that a sink did not take, per sink."),
    /** Conditions that threw. */
    SWARM_ALERT_CONDITION_FAILURES(
            Type.COUNTER,
            "swarm_alert_condition_failures",
            "Conditions of the application's own that threw."),
    /** Events that no rule saw. */
    SWARM_ALERT_EVENTS_MISSED(
            Type.COUNTER,
            "swarm_alert_events_missed",
            "Moves and anomalies that were overwritten before rules saw them."),
    /** Frames by status. */
    HOTPATH_FRAMES(Type.COUNTER, "hotpath_frames", "Frames that workers answered.", STATUS),
    /** Batches. */
    HOTPATH_BATCHES(Type.COUNTER, "hotpath_batches", "Batches that workers took."),
    /** How long frames took. */
    HOTPATH_FRAME_DURATION(
            Type.HISTOGRAM,
            "hotpath_frame_duration",
            "How long frames took, check and verb; each an equal part of its batch."),
    /** The fullest poll. */
    HOTPATH_READY_PEAK(
            Type.GAUGE, "hotpath_ready_peak_frames", "The most frames that a poll found ready."),
    /** Responses without room. */
    HOTPATH_UNANSWERED(
            Type.COUNTER,
            "hotpath_unanswered_frames",
            "Frames whose response found no room when the worker stopped."),
    /** Waits for the ledger. */
    HOTPATH_LEDGER_WAITS(
            Type.COUNTER, "hotpath_ledger_waits", "How often workers waited for the ledger."),
    /** How old what a follower knows is. */
    FOLLOWER_AGE(
            Type.GAUGE,
            "follower_age_seconds",
            "How old what is known of the registry that is followed is; -1 before it was heard of."),
    /** Whether that is too old. */
    FOLLOWER_STALE(
            Type.GAUGE,
            "follower_stale",
            "1 while the registry that is followed was not heard of for too long, otherwise 0."),
    /** How far a follower is behind. */
    FOLLOWER_BEHIND(
            Type.GAUGE,
            "follower_behind_records",
            "How many records of its ledger the registry that is followed was ahead."),
    /** Questions without an answer. */
    FOLLOWER_FAULTS(
            Type.COUNTER,
            "follower_faults",
            "How often the registry that is followed could not be asked."),
    /** Answers that do not hold. */
    FOLLOWER_REFUSED(
            Type.COUNTER,
            "follower_refused_pages",
            "Pages of the registry that is followed that did not hold."),
    /** The sample. */
    SAMPLED_CALLS(
            Type.COUNTER,
            "sampled_calls",
            "Calls in the sample of traces and exemplars: a part of all, times"
                    + " cnv_sampling_one_in."),
    /** How large a part the sample is. */
    SAMPLING_ONE_IN(
            Type.GAUGE, "sampling_one_in", "How many calls one call of the sample stands for."),
    /** Faults of listeners. */
    LISTENER_FAILURES(
            Type.COUNTER,
            "listener_failures",
            "Exceptions of listeners to calls, which are dropped.");

    /** What kind of metric it is. */
    public enum Type {
        /** Only grows. */
        COUNTER,
        /** A value of now. */
        GAUGE,
        /** How many took about so long, in seconds; as classic and as native buckets. */
        HISTOGRAM
    }

    private final Type type;
    private final String family;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
    private final List<MetricLabel> labels;

    CnvMetric(Type type, String topic, String help, MetricLabel... labels) {
        this.type = type;
        this.family = "cnv_" + topic + (type == Type.HISTOGRAM ? "_seconds" : "");
        this.help = help;
        this.labels = List.of(labels);
    }

    /** {@return what kind it is} */
    public Type type() {
        return type;
    }

    /** {@return its name, without the {@code _total} of counters and the suffixes of histograms} */
    public String family() {
        return family;
    }

    /** {@return its name as most formats show it, with the {@code _total} of a counter} */
    public String shown() {
        return type == Type.COUNTER ? family + "_total" : family;
    }

    /** {@return what it means, one sentence} */
    public String help() {
        return help;
    }

    /** {@return its labels, in their order} */
    public List<MetricLabel> labels() {
        return labels;
    }

    /** Labels with their values, in their order. */
    Map<String, String> labelled(List<String> values) {
        Map<String, String> labelled = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            labelled.put(labels.get(i).key(), values.get(i));
        }
        return Collections.unmodifiableMap(labelled);
    }

    String[] labelNames() {
        return labels.stream().map(MetricLabel::key).toArray(String[]::new);
    }
}
