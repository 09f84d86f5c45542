package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Schema.Member;
import dev.cnv.runtime.graph.Schema.Structure;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Which objects fit which: width (which members) and depth (what is in them). */
final class StructureFit {

    private final TypeTable table;
    private final FitMode mode;
    private final BiFunction<Integer, Integer, Optional<Mismatch>> parts;

    StructureFit(
            TypeTable table, FitMode mode, BiFunction<Integer, Integer, Optional<Mismatch>> parts) {
        this.table = table;
        this.mode = mode;
        this.parts = parts;
    }

    Optional<Mismatch> check(TypeTable.Type producer, TypeTable.Type consumer) {
        Structure given = (Structure) producer.schema();
        Structure expected = (Structure) consumer.schema();
        if (!given.conditions().containsAll(expected.conditions())) {
            return Optional.of(
                    Mismatch.of("an object without the conditions " + expected.conditions()));
        }
        for (Map.Entry<String, Member> member : expected.members().entrySet()) {
            Optional<Mismatch> refusal =
                    member(producer, given, consumer, member.getKey(), member.getValue());
            if (refusal.isPresent()) {
                return refusal.map(inside -> inside.under(member.getKey()));
            }
        }
        return others(producer, given, consumer, expected).or(() -> counts(given, expected));
    }

    private Optional<Mismatch> member(
            TypeTable.Type producer,
            Structure given,
            TypeTable.Type consumer,
            String name,
            Member expected) {
        Member member = given.members().get(name);
        if (expected.required() && (member == null || !member.required())) {
            return Optional.of(
                    Mismatch.of(member == null ? "is missing" : "may be missing, expected always"));
        }
        int target = table.member(consumer, name).orElseThrow();
        Optional<Integer> source = table.member(producer, name).or(() -> table.rest(producer));
        return source.isEmpty() ? Optional.empty() : parts.apply(source.get(), target);
    }

    /** Members that the consumer does not know by name. */
    private Optional<Mismatch> others(
            TypeTable.Type producer, Structure given, TypeTable.Type consumer, Structure expected) {
        Optional<Integer> rest = table.rest(consumer);
        if (rest.isEmpty() && mode.drops()) {
            return Optional.empty();
        }
        for (String name : given.members().keySet()) {
            if (!expected.members().containsKey(name)) {
                Optional<Mismatch> refusal = rest.isEmpty()
                        ? Optional.of(Mismatch.of("is not expected"))
                        : parts.apply(table.member(producer, name).orElseThrow(), rest.get());
                if (refusal.isPresent()) {
                    return refusal.map(inside -> inside.under(name));
                }
            }
        }
        Optional<Integer> unknown = table.rest(producer);
        if (unknown.isEmpty()) {
            return Optional.empty();
        }
        return rest.isEmpty()
                ? Optional.of(Mismatch.of("an object with any members, expected only "
                        + expected.members().keySet()))
                : parts.apply(unknown.get(), rest.get()).map(inside -> inside.under("*"));
    }

    private Optional<Mismatch> counts(Structure given, Structure expected) {
        boolean dropped = expected.rest().isEmpty() && extra(given, expected);
        int least = dropped ? certain(given, expected) : given.minMembers();
        int most = dropped
                ? Math.min(given.maxMembers(), expected.members().size())
                : given.maxMembers();
        return least >= expected.minMembers() && most <= expected.maxMembers()
                ? Optional.empty()
                : Optional.of(Mismatch.of("an object of " + least + ".." + most
                        + " members, expected " + expected.minMembers() + ".."
                        + expected.maxMembers()));
    }

    /** Whether the producer may have members that a closed consumer does not know. */
    static boolean extra(Structure given, Structure expected) {
        return given.rest().isPresent()
                || !expected.members().keySet().containsAll(given.members().keySet());
    }

    private static int certain(Structure given, Structure expected) {
        return (int) given.members().entrySet().stream()
                .filter(member -> member.getValue().required())
                .filter(member -> expected.members().containsKey(member.getKey()))
                .count();
    }
}
