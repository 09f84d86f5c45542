package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.audit.query.TimeWords;
import dev.cnv.audit.replay.DifferenceFile;
import dev.cnv.audit.replay.ReplayEngine;
import dev.cnv.audit.replay.ReplayRecord;
import dev.cnv.audit.replay.ReplayReport;
import dev.cnv.audit.replay.ReplaySlice;
import dev.cnv.audit.replay.ReplayedDecision;
import dev.cnv.audit.replay.SliceWords;
import dev.cnv.audit.replay.WhatIf;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.governance.AuditEvent.ReplayCompleted;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Recorded decisions, evaluated again. */
public final class LedgerReplays {

    private static final String USUAL_FOLDER = ".cnv/ledger";
    private static final int WORKERS = 2;

    private final Clock clock;

    /** For the process: its clock and its zone. */
    public LedgerReplays() {
        this(Clock.system(ZoneId.systemDefault()));
    }

    LedgerReplays(Clock clock) {
        this.clock = clock;
    }

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
     * The first difference that a rule decided.
     *
     * @param rule the rule's name
     * @param index the index of its record
     * @param agent who called
     * @param capability what was asked for
     * @param before what was decided
     * @param after what is decided now
     */
    public record RuleExample(
            String rule,
            long index,
            String agent,
            String capability,
            String before,
            String after) {}

    /**
     * A decision whose chain does not bear it out.
     *
     * @param index the index of its record
     * @param agent who called
     * @param capability what was asked for
     * @param reason why, as a code
     * @param message why, in words
     */
    public record BrokenChain(
            long index, String agent, String capability, String reason, String message) {}

    /**
     * What came out.
     *
     * @param policy the hash of the other policy; none when each decision was given to its own
     * @param recorded the id of the event in the ledger that has this result
     * @param same how many came out the same
     * @param different how many came out differently
     * @param chainBroken how many have a chain that does not bear them out
     * @param undetermined how many cannot be known from the ledger
     * @param skipped how many ended before the policy was asked
     * @param permittedBefore how many were permitted before
     * @param permittedAfter how many are permitted now
     * @param rules the first difference that each rule decided
     * @param differences the first 1,000 differences
     * @param chains the first 1,000 decisions whose chains do not bear them out
     * @param groups the differences by what they concern
     * @param unknown why decisions cannot be known
     */
    public record Replayed(
            Optional<String> policy,
            Optional<String> recorded,
            long same,
            long different,
            long chainBroken,
            long undetermined,
            long skipped,
            long permittedBefore,
            long permittedAfter,
            List<RuleExample> rules,
            List<Difference> differences,
            List<BrokenChain> chains,
            List<Group> groups,
            List<Unknown> unknown) {}

    /**
     * Evaluates the decisions in a ledger again. By the policies that made them, and with their chains
     * verified again, which shows whether the ledger tells the truth about them; or as they could have been
     * by another policy, without a token or a verb or by a tighter contract, which shows what it would have
     * changed. Runs no verb. Where the span begins and ends is an index, a time as in cnv ledger query, or
     * the name of a mark (mark:NAME when it could be a time).
     *
     * @param dir the ledger's folder
     * @param policy the file of another policy
     * @param from where the span begins; behind a mark
     * @param to where the span ends, itself not in it; a day and what a mark stands for are
     * @param revoked a token that was revoked, as TOKEN or TOKEN@TIME
     * @param removed verbs that could not be called; * is one word of the path, a last ** the rest
     * @param rate how often a verb began at most in a second, as VERB=NUMBER
     * @param concurrency how often a verb ran at most at the same time, as VERB=NUMBER
     * @param audience the name that tokens call the runtime by whose ledger it is
     * @param export a new file for all differences: comma-separated when it ends in .csv, else JSON lines
     * @param record whether to append the result to the ledger, which must not be in use
     * @param key the secret key that signs a recorded result
     * @param passphraseFile holds the passphrase of a secret key in PKCS#12
     * @return what came out
     * @throws IOException when a file cannot be read or written
     */
    @Capability(id = "cnv.ledger.replay")
    @Effects({Effect.STORAGE_WRITE, Effect.MUTATE_STATE})
    @Contract(duration = DurationClass.BATCH)
    public Replayed replay(
            @Param(flag = 'd', env = "CNV_LEDGER", defaultValue = USUAL_FOLDER) Path dir,
            @Param(flag = 'p') Optional<Path> policy,
            Optional<String> from,
            Optional<String> to,
            List<String> revoked,
            List<String> removed,
            List<String> rate,
            List<String> concurrency,
            Optional<String> audience,
            Optional<Path> export,
            boolean record,
            @Param(flag = 'k') Optional<Path> key,
            @Param(env = "CNV_PASSPHRASE_FILE") Optional<Path> passphraseFile)
            throws IOException {
        if (record != key.isPresent()) {
            throw refused("--record and --key are given together, or neither of them");
        }
        TimeWords times = new TimeWords(clock, clock.getZone());
        WhatIf whatIf = WhatIfWords.of(policy, revoked, removed, rate, concurrency, times);
        Asked asked = new Asked(dir, slice(dir, from, to, times), whatIf, audience, export);
        if (!record) {
            return shown(asked, asked.run(), Optional.empty());
        }
        SigningKey secret = InputFiles.secret(key.orElseThrow(), passphrase(passphraseFile));
        return recorded(asked, secret);
    }

    private static ReplaySlice slice(
            Path dir, Optional<String> from, Optional<String> to, TimeWords times) {
        try {
            return new SliceWords(InputFiles.ledger(dir), times).read(from, to);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    /** The ledger is held from before the replay until its result is in it. */
    private static Replayed recorded(Asked asked, SigningKey key) throws IOException {
        try (SystemTime time = new SystemTime(Clock.systemUTC());
                FileLedger ledger = FileLedger.open(asked.dir(), time)) {
            ReplayReport report = asked.run();
            EventOrigins origins = new EventOrigins(time, new RandomIds(new SecureRandom()));
            String agent = Cnv.current().context().principal().agent().id().value();
            ReplayCompleted event = ReplayRecord.append(
                    asked.dir(),
                    ledger,
                    origins.by(agent),
                    asked.slice(),
                    asked.whatIf(),
                    report,
                    key);
            return shown(asked, report, Optional.of(event.origin().id().toString()));
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    /** A replay to be done. */
    private record Asked(
            Path dir,
            ReplaySlice slice,
            WhatIf whatIf,
            Optional<String> audience,
            Optional<Path> export) {

        ReplayReport run() throws IOException {
            ReplayReport report = new ReplayReport();
            if (export.isEmpty()) {
                run(report::add);
                return report;
            }
            try (DifferenceFile file = DifferenceFile.create(export.get())) {
                run(decision -> {
                    report.add(decision);
                    file.add(decision);
                });
            } catch (FileAlreadyExistsException _) {
                throw refused("export=" + export.get() + " is there already; name a new file");
            }
            return report;
        }

        private void run(Consumer<ReplayedDecision> results) {
            Progress progress = Cnv.current().progress();
            try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
                new ReplayEngine(workers, audience)
                        .whatIf(
                                dir,
                                slice,
                                whatIf,
                                done -> progress.report(done, 0, "records replayed"),
                                results);
            }
        }
    }

    private static Optional<String> passphrase(Optional<Path> file) throws IOException {
        return file.isPresent()
                ? Optional.of(String.valueOf(KeyFile.readPassphrase(file.get())))
                : Optional.empty();
    }

    private static VerbRefusedException refused(String why) {
        return new VerbRefusedException(Denial.of(Reason.PARAMETER_MALFORMED, why));
    }

    private static Replayed shown(Asked asked, ReplayReport report, Optional<String> recorded) {
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
                asked.whatIf().policy().map(rules -> rules.hash().hex()),
                recorded,
                report.same(),
                report.different(),
                report.chainBroken(),
                report.undetermined(),
                report.skipped(),
                report.permittedBefore(),
                report.permittedAfter(),
                report.firstByRule().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> shown(entry.getKey(), entry.getValue()))
                        .toList(),
                report.differences().stream().map(LedgerReplays::shown).toList(),
                report.brokenChains().stream().map(LedgerReplays::shown).toList(),
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

    private static RuleExample shown(String rule, ReplayedDecision.Different one) {
        return new RuleExample(
                rule,
                one.index(),
                one.decision().agent(),
                one.decision().capability(),
                one.before().toString(),
                one.after().toString());
    }

    private static BrokenChain shown(ReplayedDecision.ChainBroken one) {
        return new BrokenChain(
                one.index(),
                one.decision().agent(),
                one.decision().capability(),
                one.denial().reason().code(),
                one.denial().message());
    }
}
