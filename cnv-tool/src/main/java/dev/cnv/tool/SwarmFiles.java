package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.audit.query.EventField;
import dev.cnv.audit.query.EventQuery;
import dev.cnv.audit.query.EventTail;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.governance.RuntimeEvent.PhaseChanged;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import dev.cnv.runtime.swarm.AnomalySettings;
import dev.cnv.runtime.swarm.Phase;
import dev.cnv.runtime.swarm.SwarmReplay;
import dev.cnv.runtime.swarm.TransitionMatrix;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Swarms, as a ledger tells of them: nothing is written to it, and another process may write meanwhile. */
public final class SwarmFiles {

    private static final String USUAL_FOLDER = ".cnv/ledger";
    private static final String PHASE_CHANGED = "phase-changed";

    private final Clock clock;

    /** For the process: its clock. */
    public SwarmFiles() {
        this(Clock.systemUTC());
    }

    SwarmFiles(Clock clock) {
        this.clock = clock;
    }

    /**
     * How a swarm stands.
     *
     * @param swarm its name
     * @param phase its phase; SHUTDOWN when it is over
     * @param since when it entered the phase, to the millisecond
     * @param moves its moves since it began
     * @param history its last phases, the present one last
     */
    public record Standing(
            String swarm, String phase, Instant since, long moves, List<String> history) {}

    /**
     * How often one phase was followed by each other.
     *
     * @param from the phase before
     * @param bootstrap followed by BOOTSTRAP, which cannot be
     * @param negotiation followed by NEGOTIATION
     * @param activation followed by ACTIVATION
     * @param operational followed by OPERATIONAL
     * @param degraded followed by DEGRADED
     * @param recovery followed by RECOVERY
     * @param shutdown followed by SHUTDOWN
     * @param emergency followed by EMERGENCY
     */
    public record Followed(
            String from,
            long bootstrap,
            long negotiation,
            long activation,
            long operational,
            long degraded,
            long recovery,
            long shutdown,
            long emergency) {}

    /**
     * Something unusual about a swarm, compared with itself alone.
     *
     * @param time when it was seen, to the millisecond
     * @param swarm the swarm's name
     * @param kind DURATION or FREQUENCY
     * @param phase the phase that lasted so long, or was entered so often
     * @param value the duration in seconds, or the entries in a second
     * @param usual the usual value
     * @param z the distance in units of the usual scatter
     * @param severity WARNING or CRITICAL
     */
    public record Strange(
            Instant time,
            String swarm,
            String kind,
            String phase,
            double value,
            double usual,
            double z,
            String severity) {}

    /**
     * Shows the swarms that a ledger tells of, and in which phase each is.
     *
     * @param dir the ledger's folder
     * @param swarm shows only the swarm of this name
     * @return the swarms, by name
     */
    @Capability(id = "cnv.swarm.status")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.BATCH, idempotent = true)
    public List<Standing> status(
            @Param(flag = 'd', env = "CNV_LEDGER", defaultValue = USUAL_FOLDER) Path dir,
            Optional<String> swarm) {
        return standings(read(dir, swarm, AnomalySettings.DEFAULT));
    }

    /**
     * Counts the moves between phases, of all swarms or of one.
     *
     * @param dir the ledger's folder
     * @param swarm counts only the moves of the swarm of this name
     * @param svg a new file for a picture of the counts
     * @return a row for each phase before
     */
    @Capability(id = "cnv.swarm.matrix")
    @Effects(Effect.STORAGE_WRITE)
    @Contract(duration = DurationClass.BATCH)
    public List<Followed> matrix(
            @Param(flag = 'd', env = "CNV_LEDGER", defaultValue = USUAL_FOLDER) Path dir,
            Optional<String> swarm,
            Optional<Path> svg) {
        TransitionMatrix matrix = read(dir, swarm, AnomalySettings.DEFAULT).matrix();
        svg.ifPresent(file -> write(file, matrix.svg(swarm.orElse("All swarms"))));
        return Arrays.stream(Phase.values()).map(from -> followed(matrix, from)).toList();
    }

    /**
     * Finds what was unusual: a phase that lasted longer or shorter than this swarm's own before, or a
     * second with more or fewer moves.
     *
     * @param dir the ledger's folder
     * @param swarm looks only at the swarm of this name
     * @param classic compares with mean and standard deviation instead of median and MAD
     * @return what was unusual, the latest last, at most 1,000
     */
    @Capability(id = "cnv.swarm.anomalies")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.BATCH, idempotent = true)
    public List<Strange> anomalies(
            @Param(flag = 'd', env = "CNV_LEDGER", defaultValue = USUAL_FOLDER) Path dir,
            Optional<String> swarm,
            boolean classic) {
        AnomalySettings settings = AnomalySettings.DEFAULT.with(
                classic ? AnomalySettings.Method.CLASSIC : AnomalySettings.Method.ROBUST);
        return read(dir, swarm, settings).anomalies().stream()
                .map(SwarmFiles::strange)
                .toList();
    }

    /**
     * Shows the swarms again whenever one moves, until so many moves came, the time is over, or the
     * command is interrupted. On a terminal the picture is drawn over the one before.
     *
     * @param dir the ledger's folder
     * @param swarm watches only the swarm of this name
     * @param count how many moves to wait for
     * @param duration how long to wait
     * @throws InterruptedException when the command is interrupted
     */
    @Capability(id = "cnv.swarm.watch")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.BATCH, idempotent = true)
    public void watch(
            @Param(flag = 'd', env = "CNV_LEDGER", defaultValue = USUAL_FOLDER) Path dir,
            Optional<String> swarm,
            @Param(flag = 'n', min = "1", defaultValue = "9000000000000000000") long count,
            @Param(defaultValue = "1d") Duration duration)
            throws InterruptedException {
        EventQuery query = EventQuery.builder()
                .with(EventField.TYPE, List.of(PHASE_CHANGED))
                .build();
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        SwarmScreen screen = new SwarmScreen(System.out, terminal);
        Instant end = clock.instant().plus(duration);
        try (EventTail tail = EventTail.atEnd(InputFiles.ledger(dir), query)) {
            SwarmReplay replay = readUntil(dir, swarm, tail.nextIndex());
            screen.show(standings(replay));
            long[] left = {count};
            while (left[0] > 0 && clock.instant().isBefore(end)) {
                long before = left[0];
                tail.poll(hit -> left[0] -= taken(replay, swarm, hit.index(), hit.event()));
                if (left[0] < before) {
                    screen.show(standings(replay));
                }
                if (left[0] > 0) {
                    tail.await(Duration.between(clock.instant(), end));
                }
            }
        }
    }

    private static SwarmReplay read(Path dir, Optional<String> swarm, AnomalySettings settings) {
        SwarmReplay replay = new SwarmReplay(settings);
        FileLedger.read(
                InputFiles.ledger(dir),
                record -> taken(replay, swarm, record.index(), record.event()));
        return replay;
    }

    private static SwarmReplay readUntil(Path dir, Optional<String> swarm, long end) {
        SwarmReplay replay = new SwarmReplay(AnomalySettings.DEFAULT);
        FileLedger.read(InputFiles.ledger(dir), record -> {
            if (record.index() < end) {
                taken(replay, swarm, record.index(), record.event());
            }
        });
        return replay;
    }

    /** How many events were taken: one or none. */
    private static int taken(
            SwarmReplay replay, Optional<String> swarm, long index, LedgerEvent event)
            throws LedgerException {
        if (event instanceof PhaseChanged changed
                && swarm.map(changed.swarm()::equals).orElse(true)) {
            replay.accept(index, changed);
            return 1;
        }
        return 0;
    }

    private static List<Standing> standings(SwarmReplay replay) {
        return replay.swarms().entrySet().stream()
                .map(entry -> new Standing(
                        entry.getKey(),
                        entry.getValue().phase().name(),
                        entry.getValue().since().truncatedTo(ChronoUnit.MILLIS),
                        entry.getValue().moveCount(),
                        entry.getValue().history().stream().map(Phase::name).toList()))
                .toList();
    }

    private static Followed followed(TransitionMatrix matrix, Phase from) {
        return new Followed(
                from.name().toLowerCase(Locale.ROOT),
                matrix.count(from, Phase.BOOTSTRAP),
                matrix.count(from, Phase.NEGOTIATION),
                matrix.count(from, Phase.ACTIVATION),
                matrix.count(from, Phase.OPERATIONAL),
                matrix.count(from, Phase.DEGRADED),
                matrix.count(from, Phase.RECOVERY),
                matrix.count(from, Phase.SHUTDOWN),
                matrix.count(from, Phase.EMERGENCY));
    }

    private static Strange strange(SwarmReplay.Named named) {
        double unit = switch (named.anomaly().kind()) {
            case DURATION -> 1e9;
            case FREQUENCY -> 1;
        };
        return new Strange(
                named.time().truncatedTo(ChronoUnit.MILLIS),
                named.swarm(),
                named.anomaly().kind().name(),
                named.anomaly().phase().name(),
                named.anomaly().value() / unit,
                named.anomaly().usual() / unit,
                (double) Math.round(named.anomaly().z() * 100) / 100,
                named.anomaly().severity().name());
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new VerbRefusedException(Denial.of(
                    Reason.PARAMETER_MALFORMED, "file=" + file + " cannot be made: " + e));
        }
    }
}
