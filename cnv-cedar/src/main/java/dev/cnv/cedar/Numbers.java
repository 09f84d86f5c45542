package dev.cnv.cedar;

import dev.cnv.runtime.canonical.CanonicalJson;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;

/** Numbers as Cedar has them: 64-bit integers, and decimals of four digits after the point. */
final class Numbers {

    private static final int DECIMAL_SCALE = 4;

    private Numbers() {}

    /**
     * A JSON number as an integer.
     *
     * @throws ArithmeticException when it has a fraction or more than 64 bits
     */
    static long integer(JsonNode number) {
        return new BigDecimal(CanonicalJson.text(number)).longValueExact();
    }

    /**
     * A number in the form that Cedar's {@code decimal} reads.
     *
     * @throws ArithmeticException when it has more than four digits after the point, or is out of range
     */
    static String decimal(BigDecimal number) {
        BigDecimal exact = number.setScale(DECIMAL_SCALE);
        if (exact.unscaledValue().bitLength() > 63) {
            throw new ArithmeticException("the number has more than 64 bits");
        }
        BigDecimal shortest = exact.stripTrailingZeros();
        return shortest.setScale(Math.max(1, shortest.scale())).toPlainString();
    }
}
