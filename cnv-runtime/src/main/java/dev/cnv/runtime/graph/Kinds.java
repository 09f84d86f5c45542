package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.Schema.Anything;
import dev.cnv.runtime.graph.Schema.Decimal;
import dev.cnv.runtime.graph.Schema.Null;
import dev.cnv.runtime.graph.Schema.Reference;
import dev.cnv.runtime.graph.Schema.Sequence;
import dev.cnv.runtime.graph.Schema.Structure;
import dev.cnv.runtime.graph.Schema.Text;
import dev.cnv.runtime.graph.Schema.Truth;
import dev.cnv.runtime.graph.Schema.Union;
import dev.cnv.runtime.graph.Schema.Whole;

/** What schemas are called in messages. */
final class Kinds {

    private Kinds() {}

    static String name(Schema schema) {
        return switch (schema) {
            case Anything _ -> "any value";
            case Null _ -> "null";
            case Truth _ -> "a truth value";
            case Text _ -> "a text";
            case Whole _ -> "an integer";
            case Decimal _ -> "a number";
            case Sequence _ -> "an array";
            case Structure _ -> "an object";
            case Union _ -> "a union";
            case Reference(String name) -> "reference " + name;
        };
    }

    static boolean scalar(Schema schema) {
        return switch (schema) {
            case Truth _, Text _, Whole _, Decimal _ -> true;
            case Anything _, Null _, Sequence _, Structure _, Union _, Reference _ -> false;
        };
    }
}
