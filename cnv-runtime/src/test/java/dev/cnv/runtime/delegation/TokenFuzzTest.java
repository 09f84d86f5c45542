package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Changed bytes of a token or a chain are refused with one exception, or read as they are written. */
class TokenFuzzTest {

    private static final byte[] PAYLOAD = Keys.botChain().tokens().getLast().payload();
    private static final byte[] CHAIN = Keys.botChain().text().getBytes(StandardCharsets.UTF_8);

    @Test
    void read_changedPayload_isRefusedOrTheOneForm() {
        Property.named("token-fuzz").oneIn(5).check(draws -> changed(draws, PAYLOAD), bytes -> {
            Token token;
            try {
                token = TokenFormat.read(bytes);
            } catch (JsonRefusedException _) {
                return;
            }
            assertArrayEquals(bytes, TokenFormat.payload(token));
        });
    }

    @Test
    void parse_changedChain_isRefusedOrRoundTrips() {
        Property.named("chain-fuzz").oneIn(10).check(draws -> changed(draws, CHAIN), bytes -> {
            Chain chain;
            try {
                chain = Chain.parse(new String(bytes, StandardCharsets.UTF_8));
            } catch (JsonRefusedException _) {
                return;
            }
            assertEquals(chain, Chain.parse(chain.text()));
        });
    }

    private static byte[] changed(Draws draws, byte[] original) {
        byte[] bytes = original.clone();
        for (int edits = draws.between(1, 3); edits > 0; edits--) {
            int at = draws.between(0, bytes.length - 1);
            bytes[at] = (byte) (draws.flip() ? draws.between(0, 255) : bytes[at] ^ 1);
        }
        return bytes;
    }
}
