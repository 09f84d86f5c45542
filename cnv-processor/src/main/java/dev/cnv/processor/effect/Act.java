package dev.cnv.processor.effect;

import dev.cnv.annotations.Effect;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that code may do. Finer than {@link Effect}: each says which declared effects cover it.
 * An act that nothing needs to cover is known, and no one's concern.
 */
public enum Act {
    /** Reads files, or what is on the class path. */
    FILE_READ("reads files"),
    /** Writes, makes, moves or deletes files. */
    FILE_WRITE("writes storage", Effect.STORAGE_WRITE),
    /** Talks to another machine. */
    NETWORK("uses the network", Effect.NETWORK_ACCESS),
    /** Starts, signals or ends processes. */
    PROCESS("controls processes", Effect.PRIVILEGED),
    /** Reads system properties or the environment. */
    PROPERTY_READ("reads system properties"),
    /** Sets system properties or settings of the whole process. */
    PROPERTY_WRITE("changes configuration", Effect.MUTATE_CONFIG),
    /** Reads a clock. */
    TIME("reads the clock"),
    /** Draws random numbers. */
    RANDOM("draws random numbers"),
    /** Goes round the language's access rules. */
    REFLECTION("breaks open access by reflection", Effect.PRIVILEGED),
    /** Calls native code, or loads it. */
    NATIVE("calls native code", Effect.PRIVILEGED),
    /** Ends the process. */
    EXIT("ends the process", Effect.PRIVILEGED),
    /** Loads classes that are installed, by name or as services. */
    CLASS_LOADING("loads classes"),
    /** Brings new code into the process. */
    CLASS_DEFINITION("defines classes", Effect.PRIVILEGED),
    /** Writes to a log or the console. */
    LOGGING("logs"),
    /** Changes state that was there before the call. */
    STATE(
            "changes state",
            Effect.MUTATE_STATE,
            Effect.MUTATE_CONFIG,
            Effect.MUTATE_ONTOLOGY,
            Effect.MUTATE_SECURITY),
    /** Changes the vocabulary; only declarations say so. */
    ONTOLOGY("changes the vocabulary", Effect.MUTATE_ONTOLOGY),
    /** Changes who may do what; only declarations say so. */
    SECURITY("changes who may do what", Effect.MUTATE_SECURITY),
    /** Uses special rights; only declarations say so. */
    PRIVILEGE("uses special rights", Effect.PRIVILEGED),
    /** Runs code that nobody has described. */
    ANYTHING("may do anything"),
    /** Makes objects. */
    ALLOCATION("allocates"),
    /** Waits for a lock, a thread, a device. */
    BLOCKING("blocks"),
    /** Runs a loop, or a recursion, whose end cannot be seen. */
    LOOP("loops without a bound that can be seen");

    private static final Map<String, Act> BY_WORD = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(Act::word, Function.identity()));

    private final String phrase;

    @SuppressWarnings("ImmutableEnumChecker") // It is a copy that cannot be changed.
    private final Set<Effect> covers;

    Act(String phrase, Effect... covers) {
        this.phrase = phrase;
        this.covers = covers.length == 0 ? Set.of() : Set.copyOf(EnumSet.of(covers[0], covers));
    }

    /** {@return the word for it in files, for example {@code file-write}} */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return the act of a word in a file} */
    static Optional<Act> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word));
    }

    /** {@return what code with it does, after "it"} */
    public String phrase() {
        return phrase;
    }

    /** {@return the declared effects each of which covers it; empty when none needs to} */
    public Set<Effect> covers() {
        return covers;
    }

    /** {@return its bit in a set of acts} */
    @SuppressWarnings("EnumOrdinal") // Summaries carry the bits: new acts come last.
    public long bit() {
        return 1L << ordinal();
    }

    /** {@return the bit of an effect that someone declares} */
    public static long declared(Effect effect) {
        return switch (effect) {
            case READ_ONLY -> 0;
            case MUTATE_STATE -> STATE.bit();
            case MUTATE_CONFIG -> PROPERTY_WRITE.bit();
            case MUTATE_ONTOLOGY -> ONTOLOGY.bit();
            case MUTATE_SECURITY -> SECURITY.bit();
            case NETWORK_ACCESS -> NETWORK.bit();
            case STORAGE_WRITE -> FILE_WRITE.bit();
            case PRIVILEGED -> PRIVILEGE.bit();
        };
    }

    /** {@return the bits of all acts that one of the effects covers} */
    public static long covered(Set<Effect> effects) {
        long bits = 0;
        for (Act act : values()) {
            if (effects.stream().anyMatch(act.covers::contains)) {
                bits |= act.bit();
            }
        }
        return bits;
    }

    /** {@return the acts of a set of bits} */
    public static Set<Act> in(long bits) {
        Set<Act> acts = EnumSet.noneOf(Act.class);
        for (Act act : values()) {
            if ((bits & act.bit()) != 0) {
                acts.add(act);
            }
        }
        return acts;
    }
}
