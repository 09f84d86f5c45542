package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A name is one that everybody reads the same way: the JDK's URI, which name constraints in a path are
 * checked by, and the way in which Bouncy Castle takes a host out of a URI, by which a root's are.
 */
class PrincipalNamePropertyTest {

    private static final List<String> PARTS = List.of(
            "cnv",
            "CNV",
            "http",
            ":",
            "//",
            "/",
            "acme.example",
            "evil",
            "a",
            "A",
            "0",
            "-",
            ".",
            "@",
            "?",
            "type=person",
            "type=",
            "&",
            "#",
            "%2f",
            "\\",
            " ",
            "[::1]",
            ":80",
            "..");

    private static String uri(Draws draws) {
        StringBuilder text = new StringBuilder(draws.rarely(4) ? "" : "cnv://acme.example");
        for (int i = draws.between(0, 6); i > 0; i--) {
            text.append(draws.pick(PARTS));
        }
        return draws.rarely(3) ? text.toString() : text + "/x?type=person";
    }

    /** As {@code PKIXNameConstraintValidator} of Bouncy Castle 1.86 does. */
    private static String hostByBouncyCastle(String url) {
        String rest = url.substring(url.indexOf(':') + 1);
        if (rest.contains("//")) {
            rest = rest.substring(rest.indexOf("//") + 2);
        }
        if (rest.lastIndexOf(':') != -1) {
            rest = rest.substring(0, rest.lastIndexOf(':'));
        }
        rest = rest.substring(rest.indexOf(':') + 1);
        rest = rest.substring(rest.indexOf('@') + 1);
        return rest.indexOf('/') != -1 ? rest.substring(0, rest.indexOf('/')) : rest;
    }

    @Test
    void of_anyUri_isNoNameOrHasTheHostThatOthersSee() {
        AtomicInteger named = new AtomicInteger();
        Property.named("principal-name").check(PrincipalNamePropertyTest::uri, uri -> {
            Optional<PrincipalName> name = PrincipalName.of(List.of(uri));
            if (name.isPresent()) {
                named.incrementAndGet();
                String id = name.get().id().value();
                String host = id.substring(0, id.indexOf('/'));
                URI parsed = URI.create(uri);
                assertEquals("cnv", parsed.getScheme());
                assertEquals(host, parsed.getHost());
                assertEquals(id, parsed.getHost() + parsed.getPath());
                assertEquals("type=" + name.get().type(), parsed.getQuery());
                assertEquals(host, hostByBouncyCastle(uri));
                assertEquals(uri, "cnv://" + id + "?type=" + name.get().type(), "one form a name");
            }
        });
        assertTrue(named.get() > 100, named::toString);
    }

    /** What the JDK's certificates do not even hold, or hold as another host. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cnv://acme.example./alice?type=person",
                "cnv://acme.example../alice?type=person",
                "cnv://acme..example/alice?type=person",
                "cnv://acme.-example/alice?type=person",
                "cnv://acme-.example/alice?type=person",
                "cnv://acme.1/alice?type=person",
                "cnv://10.0.0.1/alice?type=person"
            })
    void of_hostThatOthersSeeOtherwise_isNoName(String uri) {
        assertEquals(Optional.empty(), PrincipalName.of(List.of(uri)));
    }
}
