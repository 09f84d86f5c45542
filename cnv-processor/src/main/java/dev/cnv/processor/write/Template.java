package dev.cnv.processor.write;

import java.util.Map;

/** A text with holes: {@code $NAME$} stands for a value. Values are not looked into. */
final class Template {

    private Template() {}

    static String fill(String template, Map<String, String> values) {
        int length = template.length();
        for (String value : values.values()) {
            length += value.length();
        }
        StringBuilder out = new StringBuilder(length);
        int at = 0;
        for (int hole = template.indexOf('$'); hole >= 0; hole = template.indexOf('$', at)) {
            int end = template.indexOf('$', hole + 1);
            String name = template.substring(hole + 1, end);
            String value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("hole=" + name + " has no value");
            }
            out.append(template, at, hole).append(value);
            at = end + 1;
        }
        return out.append(template, at, template.length()).toString();
    }
}
