package dev.cnv.audit.report;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a report as JSON: members are named as in {@link ComplianceReport}, times are ISO-8601. */
public final class JsonReport {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonReport() {}

    /**
     * The file's text.
     *
     * @param report a report
     * @return JSON
     */
    public static String of(ComplianceReport report) {
        return MAPPER.writeValueAsString(report) + "\n";
    }
}
