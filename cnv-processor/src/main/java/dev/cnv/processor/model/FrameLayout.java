package dev.cnv.processor.model;

import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.diagnostic.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where the arguments of a fast verb lie in its frames: larger ones first, equal ones in the order of
 * the source, so that each is aligned and nothing is between them.
 *
 * @param verb the verb
 * @param index the verb's index in frames
 * @param slots its arguments, in the order of their offsets
 * @param result how its result lies where the arguments lay; empty for none
 */
public record FrameLayout(Verb verb, int index, List<Slot> slots, Optional<FrameKind> result) {

    /** The offset of the arguments and of the result, as FrameDescriptor of cnv-hotpath has it. */
    public static final int ARGUMENTS_OFFSET = 32;

    private static final int LINE_BYTES = 64;
    private static final int MOST_LINES = 4;
    private static final int MOST_BYTES = MOST_LINES * LINE_BYTES - ARGUMENTS_OFFSET;

    /** Copies the list. */
    public FrameLayout {
        slots = List.copyOf(slots);
    }

    /**
     * An argument.
     *
     * @param parameter its parameter
     * @param kind how it lies
     * @param offset where, in bytes from the start of the frame
     */
    public record Slot(Parameter parameter, FrameKind kind, int offset) {}

    /**
     * The layout of a verb that {@link #misfit} has nothing against.
     *
     * @param verb the verb
     * @param index its index in frames
     * @return its layout
     */
    public static FrameLayout of(Verb verb, int index) {
        List<Slot> slots = new ArrayList<>();
        int offset = ARGUMENTS_OFFSET;
        for (Parameter parameter : bySize(verb)) {
            FrameKind kind = FrameKind.of(parameter.value()).orElseThrow();
            slots.add(new Slot(parameter, kind, offset));
            offset += kind.bytes();
        }
        return new FrameLayout(verb, index, slots, FrameKind.of(verb.result().value()));
    }

    private static List<Parameter> bySize(Verb verb) {
        return verb.parameters().stream()
                .sorted(Comparator.comparingInt((Parameter parameter) ->
                        -FrameKind.of(parameter.value()).orElseThrow().bytes()))
                .toList();
    }

    /** {@return 1, 2 or 4} */
    public int lines() {
        int lines = 1;
        while (lines * LINE_BYTES < end()) {
            lines *= 2;
        }
        return lines;
    }

    /** {@return where the arguments end, in bytes from the start of the frame} */
    public int end() {
        return slots.isEmpty()
                ? ARGUMENTS_OFFSET
                : slots.getLast().offset() + slots.getLast().kind().bytes();
    }

    /** {@return the arguments in the order of the source} */
    public List<Slot> declared() {
        return verb.parameters().stream()
                .flatMap(parameter ->
                        slots.stream().filter(slot -> slot.parameter().equals(parameter)))
                .toList();
    }

    /**
     * Why a verb cannot be called by frames.
     *
     * @param verb a verb
     * @return a note for the developer; empty when it can
     */
    public static Optional<Problem> misfit(Verb verb) {
        if (verb.takesProof()) {
            return problem(
                    Code.FRAME_WITHOUT_PROOF,
                    verb,
                    "its handler takes its certificate, which a frame does not have",
                    "drop that parameter to have it");
        }
        return verb.parameters().stream()
                .flatMap(parameter -> misfit(verb, parameter).stream())
                .findFirst()
                .or(() -> resultMisfit(verb))
                .or(() -> overflow(verb));
    }

    private static Optional<Problem> misfit(Verb verb, Parameter parameter) {
        String name = "parameter " + parameter.javaName();
        if (!parameter.requires().isEmpty() || !parameter.conflicts().isEmpty()) {
            return problem(
                    Code.FRAME_MISFIT,
                    verb,
                    name + " requires or conflicts with others, which in a frame are always given",
                    "make two verbs of it to have it");
        }
        boolean box = FrameKind.of(parameter.value()).isPresent()
                && !(parameter.value() instanceof Value.Choice)
                && !(parameter.type() instanceof TypeName.Text);
        if (box || FrameKind.of(parameter.value()).isEmpty()) {
            return problem(
                    Code.FRAME_MISFIT,
                    verb,
                    name + " is neither primitive nor an enum",
                    "use a primitive type or an enum to have it");
        }
        return Optional.empty();
    }

    private static Optional<Problem> resultMisfit(Verb verb) {
        Result result = verb.result();
        if (result.shape() != Result.Shape.VALUE) {
            return problem(
                    Code.FRAME_MISFIT,
                    verb,
                    "its result arrives later",
                    "return a value or nothing to have it");
        }
        if (!result.nothing() && FrameKind.of(result.value()).isEmpty()) {
            return problem(
                    Code.FRAME_MISFIT,
                    verb,
                    "its result is neither primitive nor an enum",
                    "return a primitive type, an enum or nothing to have it");
        }
        return Optional.empty();
    }

    private static Optional<Problem> overflow(Verb verb) {
        int bytes = of(verb, 0).end() - ARGUMENTS_OFFSET;
        return bytes <= MOST_BYTES
                ? Optional.empty()
                : problem(
                        Code.FRAME_OVERFLOW,
                        verb,
                        "its arguments take bytes=" + bytes + " of at most " + MOST_BYTES,
                        "use fewer or smaller parameters to have it");
    }

    private static Optional<Problem> problem(Code code, Verb verb, String why, String fix) {
        return Optional.of(new Problem(
                code,
                verb.site(),
                "FAST_PATH verb " + verb.capability().id() + " has no frame: " + why,
                fix));
    }
}
