package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.canonical.StrictJson;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class ArgumentConstraintTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @ParameterizedTest
    @CsvSource({
        "docs, docs, true",
        "docs, docs/a/b, true",
        "docs/, docs//a, true",
        "./docs, ./docs/./a, true",
        "docs, docs-secret, false",
        "docs, doc, false",
        "docs, /docs/a, false",
        "docs, docs/../secret, false",
        "docs, docs/a/.., false",
        "docs, ../docs, false",
        "docs, 'docs\\..\\x', false",
        "docs, C:docs, false",
        "docs, '', false",
        "., a/b, true",
        "., '', true",
        "., /a, false",
        "/, /etc/passwd, true",
        "/, etc, false",
        "/srv, /srv/x, true",
        "/srv, //srv/x, false",
        "/srv, /srv//x, true",
        "docs, docs/.. /x, false",
        "docs, docs/..., false",
        "docs, ' /docs', false",
        "/srv, /srvx, false"
    })
    void subPath_text_isAdmittedWhenItIsThereOrBelow(String upper, String path, boolean admitted) {
        assertEquals(admitted, ArgumentConstraint.subPath(upper).admits(JSON.stringNode(path)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "docs/../x",
                "a\\b",
                "C:/x",
                "a\u0000b",
                "//x/y",
                "a/...",
                "a/. ./b",
                " "
            })
    void subPath_withDotsBackslashDriveOrZero_isRefused(String path) {
        assertThrows(IllegalArgumentException.class, () -> ArgumentConstraint.subPath(path));
        assertFalse(ArgumentConstraint.subPath(".").admits(JSON.stringNode(path)));
    }

    @ParameterizedTest
    @CsvSource({
        "5, true",
        "1, true",
        "10, true",
        "0, false",
        "11, false",
        "5.0, true",
        "5.5, false",
        "'\"5\"', false",
        "1e300, false",
        "1e-300, false",
        "true, false",
        "[5], false",
        "null, false"
    })
    void integerRange_value_isAdmittedWhenAnIntegerInRange(String json, boolean admitted) {
        assertEquals(admitted, ArgumentConstraint.between(1, 10).admits(StrictJson.parse(json)));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"a\"', true",
        "1, true",
        "1.0, true",
        "true, true",
        "'\"1\"', false",
        "'\"A\"', false",
        "2, false",
        "null, false",
        "'[\"a\"]', false"
    })
    void oneOf_value_isAdmittedWhenNamed(String json, boolean admitted) {
        ArgumentConstraint constraint = ArgumentConstraint.oneOf(
                JSON.stringNode("a"), JSON.numberNode(1), JSON.booleanNode(true));
        assertEquals(admitted, constraint.admits(StrictJson.parse(json)));
    }

    @Test
    void prefix_value_isAdmittedWhenATextThatBegins() {
        ArgumentConstraint constraint = ArgumentConstraint.prefix("eu-");
        assertEquals(true, constraint.admits(JSON.stringNode("eu-west")));
        assertEquals(false, constraint.admits(JSON.stringNode("us-west")));
        assertEquals(false, constraint.admits(JSON.numberNode(1)));
    }

    @Test
    void any_value_isAdmittedUnlessNull() {
        assertEquals(true, ArgumentConstraint.any().admits(StrictJson.parse("[1]")));
        assertEquals(false, ArgumentConstraint.any().admits(JSON.nullNode()));
        assertEquals(false, ArgumentConstraint.any().admits(JSON.missingNode()));
    }

    /** What cannot be compared is not admitted, and nothing is thrown. */
    @Test
    void admits_valuesWithoutCanonicalForm_isFalse() {
        JsonNode surrogate = JSON.stringNode("\ud800");
        assertFalse(ArgumentConstraint.oneOf("a").admits(surrogate));
        assertFalse(ArgumentConstraint.between(1, 2).admits(JSON.numberNode(Double.NaN)));
        assertFalse(ArgumentConstraint.oneOf("a").admits(JSON.pojoNode("a")));
    }

    @Test
    void constructors_malformed_areRefused() {
        assertThrows(IllegalArgumentException.class, () -> ArgumentConstraint.between(2, 1));
        assertThrows(IllegalArgumentException.class, () -> ArgumentConstraint.oneOf(new String[0]));
        assertThrows(
                IllegalArgumentException.class,
                () -> ArgumentConstraint.oneOf(StrictJson.parse("[1]")));
        assertThrows(
                IllegalArgumentException.class, () -> ArgumentConstraint.oneOf(JSON.nullNode()));
        assertThrows(
                IllegalArgumentException.class, () -> ArgumentConstraint.prefix("x".repeat(4097)));
        assertThrows(IllegalArgumentException.class, () -> ArgumentConstraint.prefix("\ud800"));
        assertThrows(
                IllegalArgumentException.class, () -> ArgumentConstraint.subPath("x".repeat(4097)));
        assertThrows(IllegalArgumentException.class, () -> oneOfTexts("1.0"));
        assertThrows(IllegalArgumentException.class, () -> oneOfTexts("x"));
    }

    @Test
    void grant_sameParameterTwiceOrMalformedName_isRefused() {
        Grant grant = Grant.of("file.*", dev.cnv.runtime.capability.EffectLevel.MUTATE)
                .where("path", ArgumentConstraint.subPath("docs"));
        assertThrows(
                IllegalArgumentException.class,
                () -> grant.where("path", ArgumentConstraint.any()));
        assertThrows(
                IllegalArgumentException.class, () -> grant.where("", ArgumentConstraint.any()));
    }

    private static ArgumentConstraint oneOfTexts(String text) {
        TreeSet<String> texts = new TreeSet<>();
        texts.add(text);
        return new ArgumentConstraint.OneOf(texts);
    }
}
