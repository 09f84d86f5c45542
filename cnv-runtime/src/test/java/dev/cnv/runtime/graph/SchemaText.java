package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Schema.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Schemas as short text, for golden files. */
final class SchemaText {

    private SchemaText() {}

    static String of(SchemaDocument document) {
        String definitions = document.definitions().entrySet().stream()
                .map(entry -> " where " + entry.getKey() + " = " + of(entry.getValue()))
                .collect(Collectors.joining());
        return of(document.root()) + definitions;
    }

    static String of(Schema schema) {
        return switch (schema) {
            case Schema.Anything _ -> "anything";
            case Schema.Null _ -> "null";
            case Schema.Truth truth -> truth.only().map(Object::toString).orElse("truth");
            case Schema.Text text -> text(text);
            case Schema.Whole whole -> "whole" + range(whole.min(), whole.max());
            case Schema.Decimal decimal -> "decimal" + range(decimal.min(), decimal.max());
            case Schema.Sequence sequence ->
                (sequence.distinct() ? "set" : "list") + "<" + of(sequence.element()) + ">"
                        + count(sequence.minItems(), sequence.maxItems());
            case Schema.Structure structure -> structure(structure);
            case Schema.Reference(String name) -> name;
            case Schema.Union(List<Schema> options) ->
                options.stream().map(SchemaText::of).collect(Collectors.joining(" | "));
        };
    }

    private static String text(Schema.Text text) {
        return text.oneOf().map(Object::toString).orElse("text")
                + (text.conditions().isEmpty() ? "" : text.conditions())
                + (text.oneOf().isPresent() ? "" : count(text.minLength(), text.maxLength()));
    }

    private static String structure(Schema.Structure structure) {
        List<String> parts = new ArrayList<>();
        structure.members().forEach((name, member) -> parts.add(member(name, member)));
        structure.rest().ifPresent(rest -> parts.add("*: " + of(rest)));
        return "{" + String.join(", ", parts) + "}"
                + (structure.rest().isPresent()
                        ? count(structure.minMembers(), structure.maxMembers())
                        : "")
                + (structure.conditions().isEmpty() ? "" : structure.conditions());
    }

    private static String member(String name, Member member) {
        return name + (member.required() ? ": " : "?: ") + of(member.schema());
    }

    private static String range(Optional<?> min, Optional<?> max) {
        return min.isEmpty() && max.isEmpty()
                ? ""
                : "(" + min.map(Object::toString).orElse("") + ".."
                        + max.map(Object::toString).orElse("") + ")";
    }

    private static String count(int min, int max) {
        return min == 0 && max == Schema.UNBOUNDED
                ? ""
                : "(" + min + ".." + (max == Schema.UNBOUNDED ? "" : max) + ")";
    }
}
