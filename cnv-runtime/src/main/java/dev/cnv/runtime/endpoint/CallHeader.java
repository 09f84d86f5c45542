package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.PossessionProof;
import dev.cnv.runtime.identity.QualityOfService;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Who makes a remote call, and how it shall be made: an invocation's credential. A claim: the kernel
 * says whether it holds.
 *
 * <pre>
 * credential = empty                               nobody in particular, nothing special
 *            | { 1: kind          0 to 3
 *                2: number        0 to 63, of this connection; kinds 1 and 2
 *                3: chain         bstr, at most 64 KiB; kinds 1 and 3
 *                4: answer        bstr, at most 8 KiB; kind 1
 *                5: proof         bstr, at most 8 KiB, or left out; kind 3
 *                6: dryRun        true, or left out
 *                7: correlation   text, at most 128 bytes, or left out
 *                8: priority      0 to 3, or left out: normal
 *                9: importance    0 to 100, or left out: 50
 *               10: mustSucceed   true, or left out }
 * kind 0   nobody in particular
 * kind 1   opens the session of this number: the holder's signature over the session's challenge
 * kind 2   the session that was opened so
 * kind 3   this one call: a proof of possession for it
 * </pre>
 *
 * It is deterministic CBOR (RFC 8949, section 4.2.1). An unknown key is refused: whoever asks for a dry
 * run gets one or nothing.
 *
 * @param caller who calls
 * @param dryRun whether the verb shall only say what it would do
 * @param correlation the id shared by all calls of one request
 * @param quality how much the call matters
 */
record CallHeader(
        CallerClaim caller,
        boolean dryRun,
        Optional<String> correlation,
        QualityOfService quality) {

    /** The most that a credential can have, in bytes. */
    static final int MAX_BYTES = 96 * 1024;

    private static final int MAX_CHAIN_BYTES = 64 * 1024;
    private static final int MAX_PROOF_BYTES = 8 * 1024;
    private static final int MAX_CORRELATION_BYTES = 128;

    private static final int KEY_KIND = 1;
    private static final int KEY_NUMBER = 2;
    private static final int KEY_CHAIN = 3;
    private static final int KEY_ANSWER = 4;
    private static final int KEY_PROOF = 5;
    private static final int KEY_DRY_RUN = 6;
    private static final int KEY_CORRELATION = 7;
    private static final int KEY_PRIORITY = 8;
    private static final int KEY_IMPORTANCE = 9;
    private static final int KEY_MUST_SUCCEED = 10;

    private static final int KIND_ANONYMOUS = 0;
    private static final int KIND_OPENING = 1;
    private static final int KIND_OPENED = 2;
    private static final int KIND_ONCE = 3;

    private static final List<QualityOfService.Priority> PRIORITIES =
            List.of(QualityOfService.Priority.values());

    private static final QualityOfService NORMAL = QualityOfService.NORMAL;

    /** Nobody in particular, nothing special. */
    static final CallHeader NOTHING =
            new CallHeader(new CallerClaim.Anonymous(), false, Optional.empty(), NORMAL);

    private static final byte[] NO_BYTES = {};

    /** What most calls bring: the credentials that name a session, and nothing more. */
    private static final byte[][] OPENED = IntStream.range(0, CallerClaim.MAX_SESSION_COUNT)
            .mapToObj(number -> new CallHeader(
                            new CallerClaim.Opened(number), false, Optional.empty(), NORMAL)
                    .encodeAll())
            .toArray(byte[][]::new);

    /** What a caller asks for besides what the invocation itself holds. */
    static CallHeader of(CallerClaim caller, CallOptions options) {
        return new CallHeader(
                caller, options.dryRun(), options.correlation(), options.qualityOfService());
    }

    /** {@return the options that this header asks for} */
    CallOptions options() {
        CallOptions options = dryRun ? CallOptions.NONE.asDryRun() : CallOptions.NONE;
        options = correlation.isPresent() ? options.correlation(correlation.get()) : options;
        return quality.equals(NORMAL) ? options : options.qualityOfService(quality);
    }

    byte[] encode() {
        if (equals(NOTHING)) {
            return NO_BYTES;
        }
        if (caller instanceof CallerClaim.Opened(int number)
                && number < OPENED.length
                && isPlain()) {
            return OPENED[number].clone();
        }
        return encodeAll();
    }

    /** Whether it says nothing but who calls. */
    private boolean isPlain() {
        return !dryRun && correlation.isEmpty() && quality.equals(NORMAL);
    }

    private byte[] encodeAll() {
        boolean priority = quality.priority() != NORMAL.priority();
        boolean importance = quality.importance() != NORMAL.importance();
        CborWriter out = new CborWriter(16)
                .map(callerPairs()
                        + count(dryRun)
                        + count(correlation.isPresent())
                        + count(priority)
                        + count(importance)
                        + count(quality.mustSucceed()));
        writeCaller(out);
        if (dryRun) {
            out.key(KEY_DRY_RUN).bool(true);
        }
        correlation.ifPresent(id -> out.key(KEY_CORRELATION).text(id));
        if (priority) {
            out.key(KEY_PRIORITY).integer(PRIORITIES.indexOf(quality.priority()));
        }
        if (importance) {
            out.key(KEY_IMPORTANCE).integer(quality.importance());
        }
        if (quality.mustSucceed()) {
            out.key(KEY_MUST_SUCCEED).bool(true);
        }
        return out.toBytes();
    }

    private int callerPairs() {
        return switch (caller) {
            case CallerClaim.Anonymous() -> 1;
            case CallerClaim.Opened _ -> 2;
            case CallerClaim.Once once -> 2 + count(once.proof().isPresent());
            case CallerClaim.Opening _ -> 4;
        };
    }

    private static int count(boolean present) {
        return present ? 1 : 0;
    }

    private void writeCaller(CborWriter out) {
        switch (caller) {
            case CallerClaim.Anonymous() -> out.key(KEY_KIND).integer(KIND_ANONYMOUS);
            case CallerClaim.Opened(int number) ->
                out.key(KEY_KIND).integer(KIND_OPENED).key(KEY_NUMBER).integer(number);
            case CallerClaim.Opening opening ->
                out.key(KEY_KIND)
                        .integer(KIND_OPENING)
                        .key(KEY_NUMBER)
                        .integer(opening.number())
                        .key(KEY_CHAIN)
                        .bytes(opening.chain().bytes())
                        .key(KEY_ANSWER)
                        .bytes(opening.answer());
            case CallerClaim.Once once -> {
                out.key(KEY_KIND)
                        .integer(KIND_ONCE)
                        .key(KEY_CHAIN)
                        .bytes(once.chain().bytes());
                once.proof().ifPresent(proof -> out.key(KEY_PROOF).bytes(proof.bytes()));
            }
        }
    }

    /**
     * Reads a credential.
     *
     * @throws CborRefusedException when the bytes are none
     */
    static CallHeader decode(byte[] bytes) {
        if (bytes.length == 0) {
            return NOTHING;
        }
        CborReader in = CborReader.of("credential", bytes, MAX_BYTES);
        in.openMap();
        CallerClaim caller = caller(in);
        boolean dryRun = in.optionalKey(KEY_DRY_RUN, "dryRun") && onlyTrue(in);
        Optional<String> correlation = in.optionalKey(KEY_CORRELATION, "correlation")
                ? Optional.of(in.text(MAX_CORRELATION_BYTES))
                : Optional.empty();
        QualityOfService quality = quality(in);
        in.close();
        in.end();
        CallHeader header = new CallHeader(caller, dryRun, correlation, quality);
        if (!Arrays.equals(bytes, header.encode())) {
            throw in.refused("has a value that is said by leaving it out");
        }
        return header;
    }

    private static CallerClaim caller(CborReader in) {
        in.key(KEY_KIND, "kind");
        return switch ((int) in.integer(KIND_ANONYMOUS, KIND_ONCE)) {
            case KIND_ANONYMOUS -> new CallerClaim.Anonymous();
            case KIND_OPENING -> new CallerClaim.Opening(number(in), chain(in), answer(in));
            case KIND_OPENED -> new CallerClaim.Opened(number(in));
            default -> new CallerClaim.Once(chain(in), proof(in));
        };
    }

    private static QualityOfService quality(CborReader in) {
        QualityOfService.Priority priority = in.optionalKey(KEY_PRIORITY, "priority")
                ? PRIORITIES.get((int) in.integer(0, PRIORITIES.size() - 1))
                : NORMAL.priority();
        int importance = in.optionalKey(KEY_IMPORTANCE, "importance")
                ? (int) in.integer(0, 100)
                : NORMAL.importance();
        return new QualityOfService(
                priority,
                importance,
                in.optionalKey(KEY_MUST_SUCCEED, "mustSucceed") && onlyTrue(in));
    }

    private static boolean onlyTrue(CborReader in) {
        if (!in.bool()) {
            throw in.refused("is false, which is said by leaving it out");
        }
        return true;
    }

    private static int number(CborReader in) {
        in.key(KEY_NUMBER, "number");
        return (int) in.integer(0, CallerClaim.MAX_SESSION_COUNT - 1);
    }

    private static Chain chain(CborReader in) {
        in.key(KEY_CHAIN, "chain");
        byte[] bytes = in.bytes(MAX_CHAIN_BYTES);
        return in.checked(() -> Chain.ofBytes(bytes));
    }

    private static byte[] answer(CborReader in) {
        in.key(KEY_ANSWER, "answer");
        return in.bytes(MAX_PROOF_BYTES);
    }

    private static Optional<PossessionProof> proof(CborReader in) {
        if (!in.optionalKey(KEY_PROOF, "proof")) {
            return Optional.empty();
        }
        byte[] bytes = in.bytes(MAX_PROOF_BYTES);
        return Optional.of(in.checked(() -> PossessionProof.ofBytes(bytes)));
    }
}
