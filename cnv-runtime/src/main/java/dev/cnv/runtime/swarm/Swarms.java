package dev.cnv.runtime.swarm;

import dev.cnv.runtime.governance.ChangeOrder;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.RuntimeEvent.PhaseChanged;
import dev.cnv.runtime.time.Time;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The named swarms of a runtime. With a ledger each move is on disk before it holds, and the swarms that
 * a ledger tells of stand after a restart where they stood.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class Swarms {

    /** The most swarms at a time, unless more are asked for. */
    public static final int DEFAULT_CAPACITY = 10_000;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}");

    private final SwarmTable table;
    private final Map<String, Swarm> byName = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<@Nullable Swarm> byRow;
    private final Optional<OwnSwarm> own;

    private Swarms(
            int capacity,
            Time time,
            @Nullable Ledger ledger,
            @Nullable EventOrigins origins,
            PhaseListener listener,
            Optional<OwnSwarm> own) {
        this.own = own;
        this.byRow = new AtomicReferenceArray<>(Math.max(0, capacity));
        this.table = ledger == null || origins == null
                ? SwarmTable.unrecorded(capacity, time, listener)
                : SwarmTable.recorded(
                        capacity,
                        time,
                        (row, move, by, why) -> ledger.append(
                                event(origins, row, move, by, why), Durability.ON_DISK),
                        listener);
    }

    /**
     * Swarms whose moves are written nowhere.
     *
     * @param capacity the most swarms at a time
     * @param time the source of time
     * @param listener hears of each move after it holds
     * @return no swarms yet
     */
    public static Swarms unrecorded(int capacity, Time time, PhaseListener listener) {
        return new Swarms(capacity, time, null, null, listener, Optional.empty());
    }

    /**
     * The swarms that a ledger tells of, where they stood. Their agents are not in the ledger: see {@link
     * Swarm#agentsKnown}. What was before their first move is not known: their uptime begins with it, one
     * that has not moved is gone, and so is one in SHUTDOWN, finalised or not.
     *
     * @param capacity the most swarms at a time
     * @param ledger takes each move before it holds
     * @param origins begins the ledger's events, and is the source of time
     * @param listener hears of each move after it holds
     * @return the swarms
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger cannot be read, or tells of
     *     moves that do not follow from each other
     */
    public static Swarms of(
            int capacity, Ledger ledger, EventOrigins origins, PhaseListener listener) {
        return restored(
                new Swarms(capacity, origins.time(), ledger, origins, listener, Optional.empty()),
                ledger);
    }

    /**
     * The swarms that a ledger tells of, one of which decides which verbs a runtime runs. Each move of
     * that one keeps apart from decisions: it waits for those that are being written, and they for it.
     *
     * @param capacity the most swarms at a time
     * @param ledger takes each move before it holds
     * @param origins begins the ledger's events, and is the source of time
     * @param listener hears of each move after it holds; of those of the runtime's own swarm before the
     *     next decision, so that it must not wait for a call
     * @param own the name of the runtime's swarm, which may not be open yet
     * @param order keeps changes apart from decisions
     * @return the swarms
     * @throws IllegalArgumentException when the name has another form
     * @throws dev.cnv.runtime.governance.LedgerException as above
     */
    public static Swarms of(
            int capacity,
            Ledger ledger,
            EventOrigins origins,
            PhaseListener listener,
            String own,
            ChangeOrder order) {
        requireName(own);
        return restored(
                new Swarms(
                        capacity,
                        origins.time(),
                        ledger,
                        origins,
                        listener,
                        Optional.of(new OwnSwarm(own, order))),
                ledger);
    }

    private static Swarms restored(Swarms swarms, Ledger ledger) {
        SwarmHistory.read(ledger).forEach(swarms::restore);
        return swarms;
    }

    private PhaseChanged event(
            EventOrigins origins, int row, PhaseMove move, String by, String why) {
        Swarm swarm = byRow.get(row);
        if (swarm == null) {
            throw new IllegalStateException("row=" + row + " has no name");
        }
        return new PhaseChanged(
                origins.by(by),
                swarm.name(),
                move.from().name(),
                move.to().name(),
                move.forced(),
                why);
    }

    private void restore(String name, SwarmHistory.Life life) {
        Time time = table.time();
        long sinceNanos = TimeUnit.NANOSECONDS.convert(life.sinceEntered(time.now()));
        int row = table.open(life.phase(), time.nanos() - sinceNanos);
        table.restore(row, life.durations(), life.phases());
        byName.put(name, named(name, row, life.beforeActivation()));
    }

    /**
     * Begins a swarm.
     *
     * @param name 1 to 128 letters, digits and {@code . _ : @ / -}, beginning with a letter or digit
     * @return the swarm, in BOOTSTRAP
     * @throws IllegalArgumentException when the name has another form
     * @throws IllegalStateException when a swarm has this name, or there are too many
     */
    public SwarmPhase.Bootstrap open(String name) {
        requireName(name);
        Swarm swarm = ordered(
                name,
                () -> byName.compute(name, (_, present) -> {
                    if (present != null) {
                        throw new IllegalStateException("swarm=" + name + " is open already");
                    }
                    return named(name, table.open(), true);
                }));
        return new SwarmPhase.Bootstrap(
                new Visit(swarm, Phase.BOOTSTRAP, table.mark(swarm.row()).epoch()));
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("swarm=" + name + " is not of the form " + NAME);
        }
    }

    /** Makes a change of a swarm, apart from decisions when they are made by its phase. */
    <T> T ordered(String name, Supplier<T> change) {
        return own.isPresent() && own.get().is(name) ? own.get().changing(change) : change.get();
    }

    /**
     * What decides which verbs the runtime runs.
     *
     * @return its swarm's place among these; of no swarm when none was named
     */
    public Membership membership() {
        return own.map(swarm -> new Membership(this, swarm)).orElseGet(Membership::none);
    }

    private Swarm named(String name, int row, boolean agentsKnown) {
        Swarm swarm = new Swarm(this, name, row, agentsKnown);
        byRow.set(row, swarm);
        return swarm;
    }

    /**
     * Finds a swarm.
     *
     * @param name its name
     * @return the swarm; empty when none has this name, or it was finalised
     */
    public Optional<Swarm> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The name of a row, for a {@link PhaseListener}.
     *
     * @param row the row
     * @return the name of the swarm that has it; empty when none has
     */
    public Optional<String> nameOf(int row) {
        return find(row).map(Swarm::name);
    }

    /**
     * Finds the swarm of a row.
     *
     * @param row the row
     * @return the swarm that has it; empty when none has
     */
    public Optional<Swarm> find(int row) {
        return Optional.ofNullable(byRow.get(row)).filter(this::has);
    }

    /**
     * All swarms that were not finalised.
     *
     * @return a copy, by name
     */
    public Map<String, Swarm> all() {
        return new TreeMap<>(byName);
    }

    /**
     * Sums over all swarms.
     *
     * @return the sums
     */
    public TableView view() {
        return table.view();
    }

    SwarmTable table() {
        return table;
    }

    boolean has(Swarm swarm) {
        return byName.get(swarm.name()) == swarm;
    }

    /** Takes the name away when the end succeeds, in one step for everyone who asks by name. */
    Step<SwarmView> ending(Swarm swarm, Supplier<Step<SwarmView>> end) {
        return ordered(swarm.name(), () -> endingAlone(swarm, end));
    }

    private Step<SwarmView> endingAlone(Swarm swarm, Supplier<Step<SwarmView>> end) {
        Ending ending = new Ending();
        byName.computeIfPresent(swarm.name(), (_, present) -> {
            if (present != swarm) {
                return present;
            }
            ending.step = end.get();
            return ending.step instanceof Step.Done ? null : present;
        });
        return ending.step;
    }

    /** What came of an end, on the stack of one call. */
    private static final class Ending {
        private Step<SwarmView> step = new Step.Refused<>(new Refusal.Gone());
    }
}
