package dev.cnv.processor.effect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What makes methods do something, of many methods at once: the nearest by steps, as {@link Paths} finds it
 * for one. Each method is looked at once for each act, however many ask; to search a way for every one of
 * them would cost the square of their number.
 *
 * <p><b>Threading:</b> one thread.
 */
public final class Culprits {

    private final Map<Paths.State, List<Paths.State>> callers = new HashMap<>();
    private final Map<Paths.State, String> culprits = new HashMap<>();
    private final Deque<Paths.State> asked = new ArrayDeque<>();

    /**
     * Says of what a culprit will be asked for.
     *
     * @param method a method that was solved
     * @param act what it does
     */
    public void ask(Node method, Act act) {
        look(Paths.start(method, act));
    }

    /** Who leads to a state; it is searched from when this is the first time. */
    private List<Paths.State> look(Paths.State state) {
        return callers.computeIfAbsent(state, first -> {
            asked.add(first);
            return new ArrayList<>();
        });
    }

    /** Searches forwards for all culprits, then backwards from all of them for whom each is the nearest. */
    public void find() {
        Deque<Paths.State> reached = new ArrayDeque<>();
        while (!asked.isEmpty()) {
            Paths.State state = asked.poll();
            String own = Paths.culprit(state);
            if (!own.isEmpty()) {
                culprits.put(state, own);
                reached.add(state);
                continue;
            }
            for (Paths.State next : Paths.next(state)) {
                look(next).add(state);
            }
        }
        while (!reached.isEmpty()) {
            Paths.State state = reached.poll();
            for (Paths.State caller : look(state)) {
                if (culprits.putIfAbsent(caller, culprits.get(state)) == null) {
                    reached.add(caller);
                }
            }
        }
    }

    /**
     * What makes a method do something.
     *
     * @param method a method that was asked for before the search
     * @param act what it does
     * @return the culprit, for example {@code Files.writeString}; {@code ?} when there is none
     */
    public String of(Node method, Act act) {
        return culprits.getOrDefault(Paths.start(method, act), "?");
    }
}
