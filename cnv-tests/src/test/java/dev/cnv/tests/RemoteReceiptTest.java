package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.certificate.ReceiptClaims;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.protocol.Agreement;
import dev.cnv.runtime.protocol.HeaderDescriptor;
import dev.cnv.runtime.protocol.MessageDecoder;
import dev.cnv.runtime.protocol.MessageType;
import dev.cnv.runtime.protocol.Negotiation;
import dev.cnv.runtime.protocol.Offer;
import dev.cnv.runtime.protocol.OutcomeCode;
import dev.cnv.runtime.protocol.ResponsePayload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A receipt that came over the wire, checked where the caller is: with the bytes of the message, with what
 * was asked, and with public keys. Nothing of the runtime that signed is at hand there.
 */
class RemoteReceiptTest {

    private static final String ASKED = "{\"amount\":5,\"from\":\"alice\",\"to\":\"bob\"}";

    private final SigningKey key = SigningKey.generate(new SecureRandom());

    @Test
    void receipt_overTheWire_isCheckedWithPublicKeysAlone() {
        ResponsePayload response = received(answered());
        ReceiptClaims claims = held(response, List.of(key.publicKey()));
        assertEquals("bank", claims.issuer());
        assertEquals("bank.transfer", claims.capability());
        assertEquals("completed", claims.status());
        assertEquals(Optional.of(Digest.of(ASKED)), claims.arguments());
        assertEquals(Optional.of(Digest.of(response.json())), claims.result());
    }

    @Test
    void result_changedOnTheWay_isNotTheReceipts() {
        byte[] wire = answered();
        byte[] changed = new String(wire, StandardCharsets.ISO_8859_1)
                .replace("\"to\":5", "\"to\":9")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertNotEquals(Digest.of(wire), Digest.of(changed), "the test must find what it changes");
        ResponsePayload response = received(changed);
        ReceiptClaims claims = held(response, List.of(key.publicKey()));
        assertNotEquals(Optional.of(Digest.of(response.json())), claims.result());
    }

    @Test
    void receipt_changedOnTheWay_isRefusedAtEachByte() {
        ResponsePayload response = received(answered());
        byte[] receipt = response.receipt();
        for (int at = 0; at < receipt.length; at++) {
            byte[] changed = receipt.clone();
            changed[at] ^= 1;
            assertInstanceOf(
                    SignedReceipt.Checked.Refused.class,
                    SignedReceipt.of(changed).check(List.of(key.publicKey())),
                    "byte " + at);
        }
    }

    @Test
    void receipt_ofAnUnknownRuntime_isUntrusted() {
        PublicKey other = SigningKey.generate(new SecureRandom()).publicKey();
        SignedReceipt.Checked.Refused refused = assertInstanceOf(
                SignedReceipt.Checked.Refused.class,
                SignedReceipt.of(received(answered()).receipt()).check(List.of(other)));
        assertEquals(Reason.RECEIPT_UNTRUSTED, refused.denial().reason());
    }

    private static ReceiptClaims held(ResponsePayload response, List<PublicKey> trusted) {
        return assertInstanceOf(
                        SignedReceipt.Checked.Held.class,
                        SignedReceipt.of(response.receipt()).check(trusted))
                .claims();
    }

    /** The far end: its kernel runs the call, and only bytes leave. */
    private byte[] answered() {
        try (Fixture f = new Fixture(builder -> builder.name("bank").signer(key))) {
            Session alice = f.alice();
            Outcome<Bank.Balances> outcome = BankVerbs.with(alice).transfer("alice", "bob", 5);
            Bank.Balances result = outcome.orThrow();
            byte[] json = ("{\"from\":" + result.from() + ",\"to\":" + result.to() + "}")
                    .getBytes(StandardCharsets.UTF_8);
            byte[] payload = new ResponsePayload(
                            OutcomeCode.COMPLETED, json, alice.receipt(outcome).bytes())
                    .encode();
            ByteBuffer message =
                    ByteBuffer.allocate(HeaderDescriptor.HEADER_BYTES + payload.length);
            HeaderDescriptor.encode(message, 0, MessageType.RESPONSE, 0, 0, payload.length, 1);
            return message.put(HeaderDescriptor.HEADER_BYTES, payload).array();
        }
    }

    private static ResponsePayload received(byte[] wire) {
        Agreement agreed =
                (Agreement) Negotiation.accept(Offer.current(nonce(1)), Offer.current(nonce(2)));
        MessageDecoder decoder = new MessageDecoder();
        decoder.agreed(agreed);
        assertEquals(MessageDecoder.Status.MESSAGE, decoder.next(ByteBuffer.wrap(wire)));
        return ResponsePayload.decode(decoder.message().payload(), agreed.limits());
    }

    private static byte[] nonce(int value) {
        byte[] nonce = new byte[Offer.NONCE_BYTES];
        nonce[0] = (byte) value;
        return nonce;
    }
}
