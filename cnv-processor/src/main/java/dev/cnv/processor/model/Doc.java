package dev.cnv.processor.model;

import java.util.Map;

/**
 * The documentation of an element, as plain text.
 *
 * @param summary the first sentence, empty when there is none
 * @param description the rest, empty when there is none
 * @param params the text of each {@code @param} tag by parameter name
 */
public record Doc(String summary, String description, Map<String, String> params) {

    /** No documentation. */
    public static final Doc NONE = new Doc("", "", Map.of());

    /** Copies the map. */
    public Doc {
        params = Map.copyOf(params);
    }

    /**
     * A parameter's text.
     *
     * @param name the parameter's name
     * @return the text, empty when there is none
     */
    public String param(String name) {
        return params.getOrDefault(name, "");
    }
}
