package dev.cnv.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Negotiation against its sentences, written apart and with other means. */
class NegotiationPropertyTest {

    private record Pair(Offer initiator, Offer acceptor) {}

    @Test
    void accept_ofAnyOffers_isWhatTheSentencesSay() {
        Property.named("negotiation-rules").check(NegotiationPropertyTest::pair, pair -> {
            Optional<ProtocolVersion> version = version(pair);
            Optional<Compression> compression = compression(pair);
            switch (Negotiation.accept(pair.initiator(), pair.acceptor())) {
                case Agreement agreed -> {
                    assertEquals(version.orElseThrow(), agreed.version());
                    assertEquals(compression.orElseThrow(), agreed.compression());
                    requireFeatures(pair, agreed);
                    requireLimits(pair, agreed);
                }
                case NegotiationRefusal none -> {
                    assertEquals(pair.initiator(), none.theirs());
                    assertEquals(pair.acceptor(), none.ours());
                    assertTrue(version.isEmpty() || compression.isEmpty());
                    assertEquals(
                            version.isEmpty()
                                    ? NegotiationRefusal.Kind.NO_COMMON_VERSION
                                    : NegotiationRefusal.Kind.NO_COMMON_COMPRESSION,
                            none.kind());
                }
            }
        });
    }

    @Test
    void accept_ofShuffledVersions_isTheSameChoice() {
        Property.named("negotiation-order").check(NegotiationPropertyTest::pair, pair -> {
            Offer mixed = with(pair.initiator(), pair.initiator().versions().reversed());
            List<ProtocolVersion> sorted = new ArrayList<>(pair.acceptor().versions());
            Collections.sort(sorted);
            assertEquals(
                    choice(Negotiation.accept(pair.initiator(), pair.acceptor())),
                    choice(Negotiation.accept(mixed, with(pair.acceptor(), sorted))));
        });
    }

    @Test
    void handshake_ofAnyOffers_endsAlikeAtBothEnds() {
        Property.named("handshake-agrees").oneIn(4).check(NegotiationPropertyTest::pair, pair -> {
            Handshake one = Handshake.initiator(pair.initiator(), TranscriptProof.ofTheChannel());
            Handshake other = Handshake.acceptor(pair.acceptor(), TranscriptProof.ofTheChannel());
            Offers.run(one, other);
            assertEquals(one.state(), other.state());
            assertTrue(one.state().isFinal());
            assertEquals(one.agreement(), other.agreement());
            assertEquals(one.refusal().isPresent(), other.refusal().isPresent());
            assertEquals(
                    Negotiation.accept(pair.initiator(), pair.acceptor()) instanceof Agreement,
                    one.agreement().isPresent());
        });
    }

    private static String choice(NegotiationResult result) {
        return switch (result) {
            case Agreement agreed ->
                agreed.version() + " " + agreed.features() + " " + agreed.compression() + " "
                        + agreed.limits();
            case NegotiationRefusal none -> none.kind().toString();
        };
    }

    private static Optional<ProtocolVersion> version(Pair pair) {
        TreeSet<ProtocolVersion> common = new TreeSet<>(pair.initiator().versions());
        common.retainAll(pair.acceptor().versions());
        return common.isEmpty() ? Optional.empty() : Optional.of(common.last());
    }

    private static Optional<Compression> compression(Pair pair) {
        for (Compression one : pair.acceptor().compressions()) {
            if (pair.initiator().compressions().contains(one)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private static void requireFeatures(Pair pair, Agreement agreed) {
        for (Feature feature : Feature.values()) {
            assertEquals(
                    pair.initiator().features().has(feature)
                            && pair.acceptor().features().has(feature)
                            && agreed.version().code() >= feature.since().code(),
                    agreed.features().has(feature),
                    feature.toString());
        }
    }

    private static void requireLimits(Pair pair, Agreement agreed) {
        for (Offer offer : List.of(pair.initiator(), pair.acceptor())) {
            assertFalse(agreed.limits().messageBytes() > offer.limits().messageBytes());
            assertFalse(agreed.limits().concurrent() > offer.limits().concurrent());
        }
        assertTrue(agreed.limits().messageBytes() == pair.initiator().limits().messageBytes()
                || agreed.limits().messageBytes() == pair.acceptor().limits().messageBytes());
        assertTrue(agreed.limits().concurrent() == pair.initiator().limits().concurrent()
                || agreed.limits().concurrent() == pair.acceptor().limits().concurrent());
    }

    private static Offer with(Offer offer, List<ProtocolVersion> versions) {
        return new Offer(
                versions, offer.features(), offer.compressions(), offer.limits(), offer.nonce());
    }

    private static Pair pair(Draws draws) {
        return new Pair(offer(draws, 1), offer(draws, 2));
    }

    static Offer offer(Draws draws, int nonce) {
        return new Offer(
                some(draws, ProtocolVersion.values()),
                new FeatureSet(draws.between(0, 0x7FF)),
                some(draws, Compression.values()),
                new WireLimits(
                        draws.between(WireLimits.MIN_MESSAGE_BYTES, 1 << 24),
                        draws.between(1, 10_000)),
                Offers.nonce(nonce));
    }

    private static <T> List<T> some(Draws draws, T[] values) {
        List<T> kept = new ArrayList<>();
        for (T value : values) {
            if (!draws.rarely(2)) {
                kept.add(draws.between(0, kept.size()), value);
            }
        }
        return kept;
    }
}
