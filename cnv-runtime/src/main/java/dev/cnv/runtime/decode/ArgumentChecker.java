package dev.cnv.runtime.decode;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.ValueType.Choice;
import dev.cnv.runtime.capability.ValueType.Maybe;
import dev.cnv.runtime.capability.ValueType.Scalar;
import dev.cnv.runtime.capability.ValueType.Sequence;
import dev.cnv.runtime.capability.ValueType.Structure;
import dev.cnv.runtime.capability.ValueType.Table;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.decode.Formed.Well;
import dev.cnv.runtime.decode.Formed.Wrong;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks a call's JSON arguments against the verb's descriptor and brings them to normal form.
 *
 * <p>Whatever was accepted is accepted again unchanged, so that arguments which a policy rewrote can
 * be checked anew. For the same reason a parameter counts as given, for what it requires and what it
 * conflicts with, when its value differs from what a missing one becomes: a typed call always writes
 * all its members.
 *
 * <p>Faults are reported in this order: arguments that the verb does not have, then the parameters
 * in the order of the descriptor. Each parameter is reported once.
 *
 * <p><b>Threading:</b> stateless; the arguments must not change during the check.
 */
public final class ArgumentChecker {

    /** The most values that one call's arguments may hold, containers included. */
    public static final int MAX_VALUES = 200_000;

    /** The most characters that all strings and names of one call's arguments may have together. */
    public static final int MAX_CHARACTERS = 2 * StrictJson.MAX_STRING_LENGTH;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MAX_UNKNOWN_LISTED = 20;

    private final VerbDescriptor verb;
    private final ValueChecker values = new ValueChecker();
    private final Map<String, JsonNode> normal;
    private final Map<String, Fault> wrong = new HashMap<>();
    private final Set<String> present;

    ArgumentChecker(VerbDescriptor verb) {
        this.verb = verb;
        this.normal = HashMap.newHashMap(verb.parameters().size());
        this.present = HashSet.newHashSet(verb.parameters().size());
    }

    /**
     * Checks arguments.
     *
     * @param verb the verb
     * @param arguments the arguments, not trusted
     * @return the arguments in normal form, or why they are refused
     */
    public static Checked check(VerbDescriptor verb, JsonNode arguments) {
        return new ArgumentChecker(verb).check(arguments);
    }

    static Place place(ParameterDescriptor parameter) {
        return new Place.Argument(parameter.name(), parameter.sensitive());
    }

    /** {@return a fault for each name that the verb does not have, in the order given, at most 20} */
    static List<Fault> unknown(VerbDescriptor verb, Collection<String> names) {
        List<Fault> faults = new ArrayList<>(0);
        for (String name : names) {
            if (faults.size() < MAX_UNKNOWN_LISTED && verb.parameter(name).isEmpty()) {
                Set<String> known = known(verb);
                Place place = new Place.Argument(name, false);
                faults.add(Fault.unknown(place, those(known), DidYouMean.closest(name, known)));
            }
        }
        return faults;
    }

    private static Set<String> known(VerbDescriptor verb) {
        Set<String> known = new LinkedHashSet<>();
        verb.parameters().forEach(parameter -> known.add(parameter.name()));
        return known;
    }

    private static String those(Set<String> known) {
        return known.isEmpty()
                ? "the verb has no parameters"
                : "the parameters are " + String.join(", ", known);
    }

    /** {@return values looked at and characters read so far} */
    long steps() {
        return values.steps();
    }

    Checked check(JsonNode arguments) {
        Optional<String> misshapen = Shape.fault(arguments);
        if (misshapen.isPresent()) {
            return new Checked.Refused(Denial.of(Reason.STRUCTURE_INVALID, misshapen.get()));
        }
        List<Fault> faults = unknown(verb, arguments.propertyNames());
        for (ParameterDescriptor parameter : verb.parameters()) {
            value(parameter, Optional.ofNullable(arguments.get(parameter.name())));
        }
        ObjectNode accepted = new ObjectNode(
                JSON, LinkedHashMap.newLinkedHashMap(verb.parameters().size()));
        for (ParameterDescriptor parameter : verb.parameters()) {
            Optional.ofNullable(wrong.get(parameter.name()))
                    .or(() -> conflict(parameter))
                    .ifPresent(faults::add);
            Optional.ofNullable(normal.get(parameter.name()))
                    .ifPresent(
                            value -> ValueChecker.putUnlessNull(accepted, parameter.name(), value));
        }
        return faults.isEmpty()
                ? new Checked.Accepted(accepted)
                : new Checked.Refused(Fault.denial(faults));
    }

    private void value(ParameterDescriptor parameter, Optional<JsonNode> given) {
        String name = parameter.name();
        if (given.isPresent() && !(given.get().isNull() && parameter.type() instanceof Maybe)) {
            present.add(name);
        }
        Optional<Formed> formed = given.isPresent()
                ? given.map(value -> checked(parameter, value))
                : parameter.required() ? Optional.of(missing(parameter)) : whenMissing(parameter);
        formed.ifPresent(result -> {
            switch (result) {
                case Well(JsonNode value) -> normal.put(name, value);
                case Wrong(Fault fault) -> wrong.put(name, fault);
            }
        });
    }

    private Formed checked(ParameterDescriptor parameter, JsonNode value) {
        Place place = place(parameter);
        Formed formed = values.check(parameter.type(), value, place);
        return switch (formed) {
            case Wrong _ -> formed;
            case Well(JsonNode well) ->
                RuleChecker.check(parameter.rules(), parameter.type(), well, place)
                        .<Formed>map(Wrong::new)
                        .orElse(formed);
        };
    }

    private static Formed missing(ParameterDescriptor parameter) {
        String expected = ValueChecker.expected(parameter.type());
        return new Wrong(Fault.missing(
                place(parameter),
                parameter.description().isEmpty()
                        ? expected
                        : expected + " (" + parameter.description() + ")"));
    }

    /** What a parameter becomes that was not given; empty when it stays missing. */
    private Optional<Formed> whenMissing(ParameterDescriptor parameter) {
        if (parameter.defaultText().isPresent()) {
            return Optional.of(
                    switch (TextValues.parse(
                            parameter.type(),
                            List.of(parameter.defaultText().get()),
                            place(parameter))) {
                        case Well(JsonNode value) -> checked(parameter, value);
                        case Wrong wrongDefault -> wrongDefault;
                    });
        }
        return switch (parameter.type()) {
            case Maybe _ -> Optional.empty();
            case Sequence _ -> Optional.of(checked(parameter, JSON.arrayNode()));
            case Table _ -> Optional.of(checked(parameter, JSON.objectNode()));
            case Scalar scalar ->
                Optional.of(
                        scalar.equals(ValueType.BOOLEAN)
                                ? checked(parameter, JSON.booleanNode(false))
                                : missing(parameter));
            case Choice _, Structure _ -> Optional.of(missing(parameter));
        };
    }

    private Optional<Fault> conflict(ParameterDescriptor parameter) {
        boolean related =
                !parameter.requires().isEmpty() || !parameter.conflicts().isEmpty();
        if (!related || !chosen(parameter)) {
            return Optional.empty();
        }
        for (String other : parameter.requires()) {
            if (!verb.parameter(other).map(this::satisfied).orElse(false)) {
                return Optional.of(Fault.conflict(
                        place(parameter),
                        "requires=" + other,
                        "give parameter=" + other + " with it"));
            }
        }
        for (String other : parameter.conflicts()) {
            if (verb.parameter(other).map(this::chosen).orElse(false)) {
                return Optional.of(Fault.conflict(
                        place(parameter),
                        "conflicts=" + other,
                        "give it or parameter=" + other + ", not both"));
            }
        }
        return Optional.empty();
    }

    /** Whether the caller gave a value other than the one that a missing parameter gets. */
    private boolean chosen(ParameterDescriptor parameter) {
        if (!present.contains(parameter.name())) {
            return false;
        }
        Optional<JsonNode> value = Optional.ofNullable(normal.get(parameter.name()));
        if (value.isEmpty() || parameter.required()) {
            return true;
        }
        return !(whenMissing(parameter).orElse(null) instanceof Well(JsonNode filled)
                && filled.equals(value.get()));
    }

    /** Whether it serves one that requires it: chosen, or its default said aloud. */
    private boolean satisfied(ParameterDescriptor parameter) {
        return chosen(parameter)
                || (present.contains(parameter.name())
                        && parameter.defaultText().isPresent());
    }
}
