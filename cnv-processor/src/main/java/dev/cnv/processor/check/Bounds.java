package dev.cnv.processor.check;

import dev.cnv.processor.model.ScalarKind;
import dev.cnv.processor.model.Texts;
import java.math.BigDecimal;
import java.time.Duration;

/** Compares values that are written as text. */
final class Bounds {

    private Bounds() {}

    /** Compares two texts that are known to be values of a number or duration kind. */
    static int compare(ScalarKind kind, String left, String right) {
        if (kind == ScalarKind.DURATION) {
            return Texts.duration(left)
                    .orElse(Duration.ZERO)
                    .compareTo(Texts.duration(right).orElse(Duration.ZERO));
        }
        BigDecimal number = Texts.number(kind, left).orElse(BigDecimal.ZERO);
        return number.compareTo(Texts.number(kind, right).orElse(BigDecimal.ZERO));
    }
}
