package dev.cnv.runtime.canonical;

import java.math.BigDecimal;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON without guessing: a repeated member, a trailing token, a lone surrogate, a number or a
 * nesting beyond the limits is refused. Decimals are read exactly, never through a double. Whatever
 * is read has a canonical form.
 *
 * <p><b>Threading:</b> stateless; the mapper is immutable.
 */
public final class StrictJson {

    /** The deepest nesting of objects and arrays. */
    public static final int MAX_DEPTH = 64;

    /** The longest string, in UTF-16 code units. */
    public static final int MAX_STRING_LENGTH = 16 * 1024 * 1024;

    /** The longest number, in characters. */
    public static final int MAX_NUMBER_LENGTH = 400;

    private static final int MAX_NUMBER_DIGITS = 350;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING_LENGTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private StrictJson() {}

    /**
     * Reads one JSON value.
     *
     * @param text the JSON text
     * @return the value
     * @throws JsonRefusedException when the text is not one JSON value within the limits
     */
    public static JsonNode parse(String text) {
        try {
            JsonNode value = MAPPER.readTree(text);
            if (value.isMissingNode()) {
                throw new JsonRefusedException("the text is empty", null);
            }
            requireWritable(value);
            return value;
        } catch (JacksonException e) {
            throw new JsonRefusedException(e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new JsonRefusedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Refuses what has no canonical form, so that whatever is read can be digested. */
    private static void requireWritable(JsonNode value) {
        if (value.isInt() || value.isLong()) {
            return; // Has 19 digits at most.
        }
        if (value.isNumber()) {
            requireNumberInLimits(value.decimalValue());
        } else if (value.isString()) {
            CanonicalJson.requireText(value.stringValue());
        } else if (value.isContainer()) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                CanonicalJson.requireText(member.getKey());
                requireWritable(member.getValue());
            }
            for (int i = 0; value.isArray() && i < value.size(); i++) {
                requireWritable(value.get(i));
            }
        }
    }

    static void requireNumberInLimits(BigDecimal number) {
        // Digits before the point are precision - scale, digits after it are scale.
        long before = (long) number.precision() - number.scale();
        if (before > MAX_NUMBER_DIGITS || number.scale() > MAX_NUMBER_DIGITS) {
            throw new IllegalArgumentException("a number has more than " + MAX_NUMBER_DIGITS
                    + " digits before or after the point");
        }
    }
}
