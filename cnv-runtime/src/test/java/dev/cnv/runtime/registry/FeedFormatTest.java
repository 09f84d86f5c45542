package dev.cnv.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.CoseSign1;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The bytes of a page. */
class FeedFormatTest {

    private static final SigningKey SOURCE = Family.key(77);
    private static final byte[] NONCE = new byte[FeedDescriptor.NONCE_BYTES];

    private static FeedPage sample() {
        Chain bot = Family.bot();
        return new FeedPage(
                NONCE,
                OptionalLong.empty(),
                3,
                List.of(
                        new FeedEntry.Created(
                                3, Optional.empty(), bot.encodedTokens().getFirst()),
                        new FeedEntry.Created(
                                5,
                                Optional.of(bot.tokenDigests().getFirst()),
                                bot.encodedTokens().getLast()),
                        new FeedEntry.Listed(6, Family.list(Family.ALICE, Family.last(bot))),
                        new FeedEntry.Revoked(9, "lost", List.of(Digest.of("a"))),
                        new FeedEntry.Expired(11, List.of(Digest.of("b"), Digest.of("c")))),
                12,
                40);
    }

    private static byte[] payload(byte[] page) {
        return CoseSign1.parse(page, FeedDescriptor.MAX_BYTES)
                .verified(SOURCE.publicKey(), FeedDescriptor.CONTENT_TYPE)
                .orElseThrow();
    }

    private static byte[] resealed(byte[] payload) {
        return CoseSign1.sign(SOURCE, FeedDescriptor.CONTENT_TYPE, payload).bytes();
    }

    @Test
    void page_writtenAndRead_isTheSame() {
        FeedPage page = sample();
        FeedPage read = FeedPage.parse(page.signed(SOURCE), SOURCE.publicKey());
        assertEquals(page.entries(), read.entries());
        assertEquals(page.from(), read.from());
        assertEquals(page.next(), read.next());
        assertEquals(page.end(), read.end());
        assertArrayEquals(page.signed(SOURCE), read.signed(SOURCE));
        FeedPage part = new FeedPage(
                NONCE,
                OptionalLong.of(7),
                1,
                List.of(new FeedEntry.Revoked(1, "", List.of(Digest.of("a")))),
                2,
                2);
        assertEquals(
                OptionalLong.of(7),
                FeedPage.parse(part.signed(SOURCE), SOURCE.publicKey()).snapshot());
    }

    @Test
    void payload_ofASmallPage_hasTheseBytes() {
        FeedPage page = new FeedPage(
                NONCE,
                OptionalLong.empty(),
                3,
                List.of(new FeedEntry.Revoked(9, "lost", List.of(Digest.of("a")))),
                10,
                40);
        assertEquals(
                "a701010250" + "00".repeat(16) + "03f604030581840903646c6f7374815820"
                        + Digest.of("a").hex() + "060a071828",
                HexFormat.of().formatHex(payload(page.signed(SOURCE))));
    }

    @Test
    void entriesOutOfOrder_withASignatureThatHolds_areRefused() {
        byte[] good = payload(sample().signed(SOURCE));
        CborWriter out = new CborWriter()
                .map(7)
                .key(FeedDescriptor.KEY_VERSION)
                .integer(1)
                .key(FeedDescriptor.KEY_NONCE)
                .bytes(NONCE)
                .key(FeedDescriptor.KEY_SNAPSHOT)
                .nil()
                .key(FeedDescriptor.KEY_FROM)
                .integer(3)
                .key(FeedDescriptor.KEY_ENTRIES)
                .array(2);
        new FeedEntry.Revoked(9, "", List.of(Digest.of("a"))).write(out);
        new FeedEntry.Revoked(8, "", List.of(Digest.of("b"))).write(out);
        byte[] turned = out.key(FeedDescriptor.KEY_NEXT)
                .integer(10)
                .key(FeedDescriptor.KEY_END)
                .integer(10)
                .toBytes();
        assertThrows(
                CborRefusedException.class,
                () -> FeedPage.parse(resealed(turned), SOURCE.publicKey()));
        assertEquals(12, FeedPage.parse(resealed(good), SOURCE.publicKey()).next());
    }

    @Test
    void page_ofAnotherContentType_isRefused() {
        byte[] other = CoseSign1.sign(
                        SOURCE, BundleDescriptor.CONTENT_TYPE, payload(sample().signed(SOURCE)))
                .bytes();
        assertThrows(CborRefusedException.class, () -> FeedPage.parse(other, SOURCE.publicKey()));
    }

    /** Behind a good signature too, bytes are read in their one form or refused. */
    @Test
    void bytesOfAnyKind_areRefusedOrReadAsTheyWereWritten() {
        byte[] good = payload(sample().signed(SOURCE));
        // Each case signs and checks once or twice.
        Property.named("feed_fuzz")
                .oneIn(10)
                .check(
                        draws -> draws.rarely(5)
                                ? Fuzz.bytes(draws, 300)
                                : Fuzz.changed(draws, good),
                        changed -> {
                            byte[] bytes = resealed(changed);
                            try {
                                FeedPage page = FeedPage.parse(bytes, SOURCE.publicKey());
                                assertArrayEquals(bytes, page.signed(SOURCE));
                            } catch (CborRefusedException e) {
                                // The one documented way to say no.
                            }
                        });
    }
}
