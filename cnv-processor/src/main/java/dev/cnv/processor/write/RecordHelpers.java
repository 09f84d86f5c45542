package dev.cnv.processor.write;

import dev.cnv.annotations.Isolation;
import dev.cnv.processor.model.ClassName;
import dev.cnv.processor.model.Value;
import dev.cnv.processor.model.Verb;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The records that a class's verbs use, with a name of its own for each. */
final class RecordHelpers {

    private final Map<ClassName, Value.Structure> records = new TreeMap<>();
    private final Map<ClassName, String> names = new TreeMap<>();
    private final Set<ClassName> read = new HashSet<>();

    RecordHelpers(List<Verb> verbs) {
        for (Verb verb : verbs) {
            verb.parameters().forEach(parameter -> collect(parameter.value(), true));
            collect(verb.result().value(), readsResult(verb));
        }
        Set<String> taken = new HashSet<>(Set.of("Input", "Result"));
        verbs.forEach(
                verb -> taken.add(upper(verb.method().name().replaceFirst("^(read|write)", ""))));
        records.keySet().forEach(record -> names.put(record, free(record, taken)));
    }

    /** All records, sorted by name. */
    Collection<Value.Structure> all() {
        return records.values();
    }

    /** Whether a verb's result comes from another process, and is something. */
    static boolean readsResult(Verb verb) {
        Isolation isolation = verb.contract().isolation();
        boolean elsewhere =
                isolation == Isolation.FULLY_ISOLATED || isolation == Isolation.SANDBOXED;
        return elsewhere && !verb.result().nothing();
    }

    /** Whether a parameter, or a result that is read, has the record in it. */
    boolean isRead(ClassName record) {
        return read.contains(record);
    }

    String reader(ClassName record) {
        return "read" + name(record);
    }

    String writer(ClassName record) {
        return "write" + name(record);
    }

    String describer(ClassName record) {
        String name = name(record);
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1) + "Type";
    }

    private String name(ClassName record) {
        String name = names.get(record);
        if (name == null) {
            throw new IllegalArgumentException("record=" + record + " is in no signature");
        }
        return name;
    }

    private void collect(Value value, boolean reading) {
        switch (value) {
            case Value.Structure structure -> {
                records.put(structure.type(), structure);
                if (reading) {
                    read.add(structure.type());
                }
                structure.fields().forEach(field -> collect(field.value(), reading));
            }
            case Value.Sequence(Value element, boolean _) -> collect(element, reading);
            case Value.Table(Value part) -> collect(part, reading);
            case Value.Maybe(Value part) -> collect(part, reading);
            case Value.Scalar _, Value.Choice _, Value.Unsupported _, Value.Unresolved _ -> {}
        }
    }

    private static String free(ClassName record, Set<String> taken) {
        String simple = upper(record.simpleName());
        String nested = upper(String.join("", record.simpleNames()));
        String name = taken.contains(simple) ? nested : simple;
        for (int i = 2; !taken.add(name); i++) {
            name = nested + i;
        }
        return name;
    }

    private static String upper(String name) {
        return name.isEmpty()
                ? name
                : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
