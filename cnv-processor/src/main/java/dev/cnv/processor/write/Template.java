package dev.cnv.processor.write;

import java.util.Map;

/** A text with holes: {@code $NAME$} stands for a value. Values are not looked into. */
final class Template {

    private Template() {}

    static String fill(String template, Map<String, String> values) {
        StringBuilder out = new StringBuilder(template.length() * 2);
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
