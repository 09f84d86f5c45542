package dev.cnv.audit.replay;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a replay came to, counted while it runs. All differences are counted, the first {@value
 * #MAX_DIFFERENCES} are kept.
 *
 * <p><b>Threading:</b> used by one thread.
 */
@EffectBoundary(value = Effect.READ_ONLY, reason = "it counts for whoever made it")
public final class ReplayReport {

    /** How many reasons are told apart; what comes behind them is counted together. */
    public static final int MAX_REASONS = 1_000;

    /** How many differences are kept, and how many broken chains. */
    public static final int MAX_DIFFERENCES = 1_000;

    private final List<ReplayedDecision.Different> differences = new ArrayList<>();
    private final List<ReplayedDecision.ChainBroken> brokenChains = new ArrayList<>();
    private final Map<String, ReplayedDecision.Different> firstByRule = new TreeMap<>();
    private final Map<String, Map<String, Long>> groups = new TreeMap<>();
    private final Map<String, Long> undeterminedWhy = new TreeMap<>();
    private long same;
    private long different;
    private long chainBroken;
    private long undetermined;
    private long skipped;
    private long permittedBefore;
    private long permittedAfter;

    /** A report of nothing. */
    public ReplayReport() {}

    /**
     * Counts a decision.
     *
     * @param decision what became of it
     */
    public void add(ReplayedDecision decision) {
        switch (decision) {
            case ReplayedDecision.Same one -> {
                same++;
                count(one.permitted(), one.permitted());
            }
            case ReplayedDecision.Different one -> add(one);
            case ReplayedDecision.ChainBroken one -> {
                chainBroken++;
                if (brokenChains.size() < MAX_DIFFERENCES) {
                    brokenChains.add(one);
                }
            }
            case ReplayedDecision.Undetermined one -> {
                undetermined++;
                boolean known = undeterminedWhy.containsKey(one.why())
                        || undeterminedWhy.size() < MAX_REASONS;
                undeterminedWhy.merge(known ? one.why() : "other reasons", 1L, Long::sum);
            }
            case ReplayedDecision.Skipped _ -> skipped++;
        }
    }

    private void add(ReplayedDecision.Different one) {
        different++;
        count(one.before().permits(), one.after().permits());
        if (differences.size() < MAX_DIFFERENCES) {
            differences.add(one);
        }
        one.after()
                .matched()
                .or(() -> one.before().matched())
                .ifPresent(rule -> firstByRule.putIfAbsent(rule, one));
        group("agent", one.decision().agent());
        group("tenant", one.decision().tenant());
        group("capability", one.decision().capability());
        one.decision().effects().forEach(effect -> group("effect", effect));
    }

    private void count(boolean before, boolean after) {
        permittedBefore += before ? 1 : 0;
        permittedAfter += after ? 1 : 0;
    }

    private void group(String by, String value) {
        groups.computeIfAbsent(by, _ -> new TreeMap<>()).merge(value, 1L, Long::sum);
    }

    /** {@return how many decisions came out the same} */
    public long same() {
        return same;
    }

    /** {@return how many came out differently} */
    public long different() {
        return different;
    }

    /** {@return how many have a chain that does not bear them out} */
    public long chainBroken() {
        return chainBroken;
    }

    /** {@return the first decisions whose chains do not bear them out, in the order of the ledger} */
    public List<ReplayedDecision.ChainBroken> brokenChains() {
        return List.copyOf(brokenChains);
    }

    /** {@return how many cannot be known from the ledger} */
    public long undetermined() {
        return undetermined;
    }

    /** {@return how many ended before the policy was asked} */
    public long skipped() {
        return skipped;
    }

    /** {@return how many of those that were evaluated were permitted before} */
    public long permittedBefore() {
        return permittedBefore;
    }

    /** {@return how many of them are permitted after} */
    public long permittedAfter() {
        return permittedAfter;
    }

    /** {@return the first differences, in the order of the ledger} */
    public List<ReplayedDecision.Different> differences() {
        return List.copyOf(differences);
    }

    /** {@return the first difference that each rule decided} */
    public Map<String, ReplayedDecision.Different> firstByRule() {
        return Map.copyOf(firstByRule);
    }

    /** {@return how many differences there are by agent, tenant, capability and effect} */
    public Map<String, Map<String, Long>> groups() {
        return Map.copyOf(groups);
    }

    /** {@return why decisions cannot be known, and how many for each reason} */
    public Map<String, Long> undeterminedWhy() {
        return Map.copyOf(undeterminedWhy);
    }
}
