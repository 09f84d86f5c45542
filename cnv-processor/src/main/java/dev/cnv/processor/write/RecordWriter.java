package dev.cnv.processor.write;

import static dev.cnv.processor.write.Layout.literal;

import dev.cnv.processor.model.Value;
import java.util.List;

/** Writes the methods that read, write and describe the records of a class's verbs. */
final class RecordWriter {

    private static final String INDENT = "        ";

    private final RecordHelpers records;
    private final ValueCode values;
    private final Imports imports;

    RecordWriter(RecordHelpers records, ValueCode values, Imports imports) {
        this.records = records;
        this.values = values;
        this.imports = imports;
    }

    /** The methods, each with an empty line before it. */
    String write() {
        StringBuilder out = new StringBuilder();
        for (Value.Structure record : records.all()) {
            if (records.isRead(record.type())) {
                out.append(reader(record));
            }
            out.append(writer(record)).append(describer(record));
        }
        return out.toString();
    }

    private String reader(Value.Structure record) {
        String type = imports.spell(record.type());
        List<String> arguments = record.fields().stream()
                .map(field -> values.read("in.at(" + literal(field.name()) + ")", field.value()))
                .toList();
        return "\n    private static " + type + " " + records.reader(record.type())
                + "(ValueReader in) {\n"
                + Layout.fill(INDENT, "return new " + type + "(", arguments, ");")
                + "\n    }\n";
    }

    private String writer(Value.Structure record) {
        StringBuilder out = new StringBuilder("\n    private static void ")
                .append(records.writer(record.type()))
                .append("(ValueWriter out, ")
                .append(imports.spell(record.type()))
                .append(" it) {\n");
        for (Value.Field field : record.fields()) {
            out.append(INDENT)
                    .append(values.write(
                            "out.at(" + literal(field.name()) + ")",
                            "it." + field.name() + "()",
                            field.value()))
                    .append(";\n");
        }
        return out.append("    }\n").toString();
    }

    private String describer(Value.Structure record) {
        String valueType = imports.spell(Api.VALUE_TYPE);
        StringBuilder out = new StringBuilder("\n    private static ")
                .append(valueType)
                .append(" ")
                .append(records.describer(record.type()))
                .append("() {\n        return ")
                .append(valueType)
                .append(".structure(\n                ")
                .append(literal(record.type().simpleName()));
        for (Value.Field field : record.fields()) {
            out.append(",\n                ")
                    .append(valueType)
                    .append(".field(")
                    .append(literal(field.name()))
                    .append(", ")
                    .append(values.describe(field.value()))
                    .append(", ")
                    .append(literal(field.description()))
                    .append(")");
        }
        return out.append(");\n    }\n").toString();
    }
}
