package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.audit.replay.ReplayEngine;
import dev.cnv.audit.replay.ReplayReport;
import dev.cnv.audit.replay.ReplayedDecision;
import dev.cnv.audit.replay.WhatIf;
import dev.cnv.runtime.policy.PolicySet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Recorded decisions, evaluated again. */
public final class LedgerReplays {

    private static final String USUAL_FOLDER = ".cnv/ledger";
    private static final int WORKERS = 2;

    /**
     * A decision that comes out differently.
     *
     * @param index the index of its record
     * @param time when it was made, to the millisecond
     * @param agent who called
     * @param capability what was asked for
     * @param before what was decided
     * @param after what is decided now
     */
    public record Difference(
            long index,
            Instant time,
            String agent,
            String capability,
            String before,
            String after) {}

    /**
     * How many differences concern one agent, tenant, capability or effect.
     *
     * @param by what they have in common
     * @param value which one
     * @param count how many
     */
    public record Group(String by, String value, long count) {}

    /**
     * Why decisions cannot be known.
     *
     * @param why what the ledger does not have
     * @param count how many
     */
    public record Unknown(String why, long count) {}

    /**
     * What came out.
     *
     * @param policy the hash of the other policy; none when each decision was given to its own
     * @param same how many came out the same
     * @param different how many came out differently
     * @param undetermined how many cannot be known from the ledger
     * @param skipped how many ended before the policy was asked
     * @param permittedBefore how many were permitted before
     * @param permittedAfter how many are permitted now
     * @param differences the first 1,000 differences
     * @param groups the differences by what they concern
     * @param unknown why decisions cannot be known
     */
    public record Replayed(
            Optional<String> policy,
            long same,
            long different,
            long undetermined,
            long skipped,
            long permittedBefore,
            long permittedAfter,
            List<Difference> differences,
            List<Group> groups,
            List<Unknown> unknown) {}

    /**
     * Evaluates the decisions in a ledger again: by the policies that made them, which shows whether the
     * ledger tells the truth about them, or by another policy, which shows what it would have changed. Runs
     * no verb.
     *
     * @param dir the ledger's folder
     * @param policy the file of another policy
     * @param from the index of the first record to look at
     * @param to the index behind the last one
     * @return what came out
     * @throws IOException when the policy's file cannot be read
     */
    @Capability(id = "cnv.ledger.replay")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.BATCH, idempotent = true)
    public Replayed replay(
            @Param(flag = 'd', env = "CNV_LEDGER", defaultValue = USUAL_FOLDER) Path dir,
            @Param(flag = 'p') Optional<Path> policy,
            @Param(min = "0", defaultValue = "0") long from,
            @Param(min = "0", defaultValue = "9000000000000000000") long to)
            throws IOException {
        Optional<PolicySet> other =
                policy.isPresent() ? Optional.of(PolicyFiles.read(policy.get())) : Optional.empty();
        ReplayReport report = new ReplayReport();
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            ReplayEngine engine = new ReplayEngine(workers);
            if (other.isPresent()) {
                engine.whatIf(dir, from, to, WhatIf.policy(other.get()), _ -> {}, report::add);
            } else {
                engine.replay(dir, from, to, _ -> {}, report::add);
            }
        }
        return shown(other, report);
    }

    private static Replayed shown(Optional<PolicySet> other, ReplayReport report) {
        List<Group> groups = new ArrayList<>();
        report.groups().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(group -> group.getValue()
                        .forEach((value, count) ->
                                groups.add(new Group(group.getKey(), value, count))));
        List<Unknown> unknown = report.undeterminedWhy().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new Unknown(entry.getKey(), entry.getValue()))
                .toList();
        return new Replayed(
                other.map(rules -> rules.hash().hex()),
                report.same(),
                report.different(),
                report.undetermined(),
                report.skipped(),
                report.permittedBefore(),
                report.permittedAfter(),
                report.differences().stream().map(LedgerReplays::shown).toList(),
                groups,
                unknown);
    }

    private static Difference shown(ReplayedDecision.Different one) {
        return new Difference(
                one.index(),
                one.decision().time().truncatedTo(ChronoUnit.MILLIS),
                one.decision().agent(),
                one.decision().capability(),
                one.before().toString(),
                one.after().toString());
    }
}
