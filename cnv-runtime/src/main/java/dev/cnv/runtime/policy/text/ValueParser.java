package dev.cnv.runtime.policy.text;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.ArgumentCondition.Order;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.TimeCondition;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads values, and the conditions on arguments and times that are made of them.
 *
 * <p><b>Threading:</b> used by one thread.
 */
final class ValueParser {

    private static final String NUMBER = "-?(0|[1-9][0-9]*)(\\.[0-9]+)?";

    private final Tokens tokens;

    ValueParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Behind {@code arg}. */
    Condition argument() {
        Token name = tokens.name("a parameter's name");
        Token test = tokens.peek();
        if (test.kind() == Token.Kind.SIGN) {
            return comparison(name);
        }
        return switch (tokens.choice(
                        "'=', '!=', '<', '<=', '>', '>=', 'in', 'starts' or 'present'",
                        List.of("in", "starts", "present"))
                .text()) {
            case "present" -> Tokens.checked(name, ArgumentCondition.Present::new);
            case "starts" -> {
                Token prefix = tokens.string("a prefix");
                yield Tokens.checked(name, n -> new ArgumentCondition.StartsWith(n, prefix.text()));
            }
            default -> {
                List<JsonNode> values = scalars();
                yield Tokens.checked(name, n -> new ArgumentCondition.OneOf(n, values));
            }
        };
    }

    private Condition comparison(Token name) {
        if (tokens.takeSign("=")) {
            JsonNode value = scalar();
            return Tokens.checked(name, n -> new Condition.ArgumentEquals(n, value));
        }
        if (tokens.takeSign("!=")) {
            JsonNode value = scalar();
            return new Condition.Not(
                    Tokens.checked(name, n -> new Condition.ArgumentEquals(n, value)));
        }
        for (Order order : Order.values()) {
            if (tokens.takeSign(order.sign())) {
                Token number = tokens.word("a number");
                BigDecimal bound = number(number);
                return Tokens.checked(name, n -> new ArgumentCondition.Compares(n, order, bound));
            }
        }
        throw tokens.expected(
                "'=', '!=', '<', '<=', '>', '>=', 'in', 'starts' or 'present'", List.of());
    }

    private List<JsonNode> scalars() {
        tokens.requireSign("[", "before the values");
        List<JsonNode> values = new ArrayList<>(List.of(scalar()));
        while (tokens.takeSign(",")) {
            if (values.size() == ArgumentCondition.MAX_VALUE_COUNT) {
                throw tokens.peek()
                        .fault("there are more than " + ArgumentCondition.MAX_VALUE_COUNT
                                + " values");
            }
            values.add(scalar());
        }
        tokens.requireSign("]", "or ',' behind a value");
        return values;
    }

    /** A text, a number, true or false. */
    JsonNode scalar() {
        Token token = tokens.peek();
        if (token.kind() == Token.Kind.STRING) {
            return JsonNodeFactory.instance.stringNode(tokens.take().text());
        }
        if (tokens.takeWord("true")) {
            return JsonNodeFactory.instance.booleanNode(true);
        }
        if (tokens.takeWord("false")) {
            return JsonNodeFactory.instance.booleanNode(false);
        }
        if (token.kind() != Token.Kind.WORD || !token.text().matches(NUMBER)) {
            throw tokens.expected(
                    "a text in \"quotation marks\", a number, true or false",
                    List.of("true", "false"));
        }
        BigDecimal number = number(tokens.take());
        return number.scale() == 0 && number.unscaledValue().bitLength() < Long.SIZE
                ? JsonNodeFactory.instance.numberNode(number.longValueExact())
                : JsonNodeFactory.instance.numberNode(number);
    }

    /** A scalar, or any JSON value as a text behind {@code json}. */
    JsonNode value() {
        if (!tokens.takeWord("json")) {
            return scalar();
        }
        Token text = tokens.string("a JSON value");
        try {
            return StrictJson.parse(text.text());
        } catch (JsonRefusedException e) {
            throw text.fault("the JSON value is refused: " + e.getMessage());
        }
    }

    private static BigDecimal number(Token token) {
        if (!token.text().matches(NUMBER)) {
            throw token.fault("expected a number such as -1.5, found " + token.shown());
        }
        return Tokens.checked(
                token,
                text -> new BigDecimal(CanonicalJson.text(
                        JsonNodeFactory.instance.numberNode(new BigDecimal(text)))));
    }

    /** Behind {@code time}. */
    Condition daily() {
        tokens.requireWord("between", "behind 'time'");
        Token from = tokens.word("a time such as 22:00");
        tokens.requireWord("and", "between two times");
        LocalTime begin = minute(from);
        LocalTime end = minute(tokens.word("a time such as 06:00"));
        ZoneOffset offset = offset();
        return Tokens.checked(from, _ -> new TimeCondition.Daily(begin, end, offset));
    }

    /** Behind {@code weekday}. */
    Condition onDays() {
        tokens.requireWord("in", "behind 'weekday'");
        tokens.requireSign("[", "before the days");
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        do {
            Token token = tokens.peek();
            if (!days.add(day())) {
                throw token.fault("the day " + token.shown() + " is there twice");
            }
        } while (tokens.takeSign(","));
        tokens.requireSign("]", "or ',' behind a day");
        return new TimeCondition.OnDays(days, offset());
    }

    /** Behind {@code from}. */
    Condition between() {
        Token from = tokens.word("a time such as 2026-01-01T00:00:00Z");
        Instant begin = Tokens.checked(from, Instant::parse);
        tokens.requireWord("until", "and the first moment after the window");
        Instant end =
                Tokens.checked(tokens.word("a time such as 2026-02-01T00:00:00Z"), Instant::parse);
        return Tokens.checked(from, _ -> new TimeCondition.Between(begin, end));
    }

    private DayOfWeek day() {
        List<String> names = Arrays.stream(DayOfWeek.values())
                .map(day -> day.name().substring(0, 3))
                .toList();
        Token name = tokens.choice("a day, one of " + names, names);
        return DayOfWeek.of(names.indexOf(name.text()) + 1);
    }

    private static LocalTime minute(Token token) {
        if (!token.text().matches("[0-2][0-9]:[0-5][0-9]")) {
            throw token.fault("expected a time such as 22:00, found " + token.shown());
        }
        return Tokens.checked(token, LocalTime::parse);
    }

    private ZoneOffset offset() {
        Token token = tokens.word("UTC or an offset such as +02:00");
        if (token.text().equals("UTC")) {
            return ZoneOffset.UTC;
        }
        if (!token.text().matches("[+-][0-1][0-9]:[0-5][0-9]")) {
            throw token.fault("expected UTC or an offset such as +02:00, found " + token.shown());
        }
        return Tokens.checked(token, ZoneOffset::of);
    }
}
