package dev.cnv.processor.write;

import dev.cnv.processor.model.FrameKind;
import dev.cnv.processor.model.FrameLayout;
import dev.cnv.processor.model.Parameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Conditions under which an argument of a frame is refused, as the kernel would refuse it. */
final class FrameRules {

    private FrameRules() {}

    /**
     * The conditions, of which one is enough.
     *
     * @param slot the argument
     * @param name the local variable that has it
     * @param constants the array with the constants of its enum
     */
    static List<String> broken(FrameLayout.Slot slot, String name, String constants) {
        List<String> broken = new ArrayList<>();
        Parameter.Rules rules = slot.parameter().rules();
        switch (slot.kind()) {
            case BOOLEAN -> broken.add("(" + name + " & ~1) != 0");
            case CHAR -> broken.add("Character.isSurrogate(" + name + ")");
            case FLOAT -> broken.add("!Float.isFinite(" + name + ")");
            case DOUBLE -> broken.add("!Double.isFinite(" + name + ")");
            case CHOICE, WIDE_CHOICE -> {
                broken.add(name + " < 0");
                broken.add(name + " >= " + constants + ".length");
            }
            default -> {}
        }
        if (!rules.min().isEmpty()) {
            broken.add(name + " < " + least(slot.kind(), new BigDecimal(rules.min())));
        }
        if (!rules.max().isEmpty()) {
            broken.add(name + " > " + most(slot.kind(), new BigDecimal(rules.max())));
        }
        if (!rules.oneOf().isEmpty()) {
            String none = rules.oneOf().stream()
                    .map(text -> name + " != " + literal(slot.kind(), text))
                    .collect(Collectors.joining(" && "));
            broken.add(broken.isEmpty() ? none : "(" + none + ")");
        }
        return broken;
    }

    /** The smallest value whose decimal form is not below a bound. */
    private static String least(FrameKind kind, BigDecimal bound) {
        return switch (kind) {
            case FLOAT -> {
                float near = bound.floatValue();
                yield text(decimal(near).compareTo(bound) < 0 ? Math.nextUp(near) : near);
            }
            case DOUBLE -> {
                double near = bound.doubleValue();
                yield text(decimal(near).compareTo(bound) < 0 ? Math.nextUp(near) : near);
            }
            default -> literal(kind, bound.toPlainString());
        };
    }

    /** The largest value whose decimal form is not above a bound. */
    private static String most(FrameKind kind, BigDecimal bound) {
        return switch (kind) {
            case FLOAT -> {
                float near = bound.floatValue();
                yield text(decimal(near).compareTo(bound) > 0 ? Math.nextDown(near) : near);
            }
            case DOUBLE -> {
                double near = bound.doubleValue();
                yield text(decimal(near).compareTo(bound) > 0 ? Math.nextDown(near) : near);
            }
            default -> literal(kind, bound.toPlainString());
        };
    }

    private static BigDecimal decimal(float value) {
        return new BigDecimal(Float.toString(value));
    }

    private static BigDecimal decimal(double value) {
        return new BigDecimal(Double.toString(value));
    }

    private static String text(float value) {
        return value + "f";
    }

    private static String text(double value) {
        return Double.toString(value);
    }

    private static String literal(FrameKind kind, String text) {
        return switch (kind) {
            case LONG -> new BigDecimal(text).longValueExact() + "L";
            case FLOAT -> text(new BigDecimal(text).floatValue());
            case DOUBLE -> text(new BigDecimal(text).doubleValue());
            case CHAR -> character(text.charAt(0));
            default -> Integer.toString(new BigDecimal(text).intValueExact());
        };
    }

    private static String character(char c) {
        boolean plain = c >= ' ' && c <= '~' && c != '\'' && c != '\\';
        return plain ? "'" + c + "'" : String.format(Locale.ROOT, "0x%04x", (int) c);
    }
}
