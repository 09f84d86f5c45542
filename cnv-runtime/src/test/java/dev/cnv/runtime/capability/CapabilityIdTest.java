package dev.cnv.runtime.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.testing.Property;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityIdTest {

    @Test
    void path_nested_splitsIntoNounAndVerb() {
        CapabilityId id = new CapabilityId("cluster.node.drain-now");
        assertEquals("cluster.node", id.noun());
        assertEquals("drain-now", id.verb());
        assertEquals(List.of("cluster", "node", "drain-now"), id.segments());
        assertEquals("cluster.node.drain-now", id.toString());
    }

    /** The form as a regular expression, which the constructor reads by hand. */
    @Test
    void constructor_drawnPath_takesWhatTheExpressionTakes() {
        Pattern form =
                Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*(\\.[a-z][a-z0-9]*(-[a-z0-9]+)*){1,7}");
        AtomicInteger taken = new AtomicInteger();
        Property.named("capability-id")
                .check(
                        draws -> {
                            StringBuilder path = new StringBuilder();
                            for (int i = draws.between(0, 18); i > 0; i--) {
                                path.append("aazz09-..`{/:A"
                                        .charAt(
                                                draws.rarely(8)
                                                        ? draws.between(0, 13)
                                                        : draws.between(0, 8)));
                            }
                            return path.toString();
                        },
                        path -> {
                            boolean good = true;
                            try {
                                new CapabilityId(path);
                                taken.incrementAndGet();
                            } catch (IllegalArgumentException e) {
                                good = false;
                            }
                            assertEquals(form.matcher(path).matches(), good, path);
                        });
        assertTrue(taken.get() > 100, () -> "taken=" + taken);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "account", ".transfer", "account.", "account..transfer", "Account.transfer",
                        "account.Transfer",
                "1account.transfer", "account.-x", "account.x-", "account.x--y", "account.x_y",
                        "account.*", "a b.c",
                "account.transfer\n", "a.b.c.d.e.f.g.h.i", "\u00e4.b"
            })
    void constructor_malformed_isRefused(String path) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new CapabilityId(path));
        assertTrue(e.getMessage().startsWith("capability=" + path), e.getMessage());
    }

    @Test
    void constructor_longestAndOneMore_acceptsAndRefuses() {
        assertEquals(120, new CapabilityId("a." + "b".repeat(118)).path().length());
        assertThrows(
                IllegalArgumentException.class, () -> new CapabilityId("a." + "b".repeat(119)));
    }

    @Test
    void digest_versions_differAndAreOfPathAtVersion() {
        CapabilityId id = new CapabilityId("account.transfer");
        assertEquals(Digest.of("account.transfer@1.0.0"), id.digest("1.0.0"));
        assertNotEquals(id.digest("1.0.0"), id.digest("1.0.1"));
    }
}
