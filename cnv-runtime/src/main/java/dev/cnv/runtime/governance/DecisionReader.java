package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.CallEvent.VouchedBy;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import dev.cnv.runtime.outcome.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the lines of decisions in one pass, without a tree, for whoever reads very many of them. What it
 * answers is what {@link EventJson#read} answers; of a line that is not of the usual form, or is at fault,
 * it says nothing, and the line is to be read with that one.
 *
 * <p><b>Threading:</b> one thread; it remembers texts that it has seen, at most a fixed number.
 */
public final class DecisionReader {

    private final LineFields fields = new LineFields();
    private final MemberParser in = new MemberParser();

    /** A reader. */
    public DecisionReader() {}

    /**
     * Reads a line.
     *
     * @param buffer the array that has it
     * @param offset where it begins
     * @param length how many bytes it has, without its line feed
     * @return the decision; empty when the line is no decision, its members are in a payload, or it takes
     *     {@link EventJson#read} to say what is wrong with it
     */
    public Optional<PolicyDecision> read(byte[] buffer, int offset, int length) {
        try {
            fields.read(buffer, offset, length);
            if (!fields.type().equals(EventJson.POLICY_DECISION)) {
                return Optional.empty();
            }
            return read(buffer);
        } catch (CharacterCodingException | RuntimeException _) {
            return Optional.empty(); // Read as a tree, which says what is wrong.
        }
    }

    private Optional<PolicyDecision> read(byte[] buffer) throws CharacterCodingException {
        int from = fields.eventFrom();
        int length = fields.eventEnd() - from;
        switch (Spelling.of(buffer, from, length)) {
            case PLAIN -> in.begin(buffer, from, length);
            case UNICODE ->
                in.begin(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(buffer, from, length))
                        .toString());
            case ESCAPED -> {
                return Optional.empty(); // It may have half a surrogate pair.
            }
        }
        Parts parts = new Parts();
        for (String name = in.name(); !name.isEmpty(); name = in.name()) {
            parts.take(name, in);
        }
        in.end();
        return Optional.of(parts.decision());
    }

    /** What the bytes of an event are like. */
    private enum Spelling {
        /** ASCII, without an escape of a character by its number. */
        PLAIN,
        /** The same, but for characters beyond ASCII. */
        UNICODE,
        /** With a character by its number. */
        ESCAPED;

        static Spelling of(byte[] buffer, int from, int length) {
            int all = 0;
            for (int i = from; i < from + length; i++) {
                all |= buffer[i];
                if (buffer[i] == '\\' && i + 1 < from + length && buffer[i + 1] == 'u') {
                    return ESCAPED;
                }
            }
            return all < 0 ? UNICODE : PLAIN;
        }
    }

    /** A decision as far as it has been read. Each member is there at most once. */
    private static final class Parts {
        private long seen;
        private @Nullable UUID id;
        private @Nullable Instant time;
        private String agent = "";
        private String tenant = "";
        private String correlation = "";
        private Optional<UUID> causation = Optional.empty();
        private Map<String, String> metadata = Map.of();
        private @Nullable UUID invocation;
        private Optional<UUID> parent = Optional.empty();
        private String capability = "";
        private String version = "";
        private String agentType = "";
        private String principal = "";
        private String root = "";
        private Optional<Digest> chain = Optional.empty();
        private List<String> effects = List.of();
        private Optional<Digest> argumentsDigest = Optional.empty();
        private @Nullable ObjectNode arguments;
        private Optional<Digest> argumentsPayload = Optional.empty();
        private Optional<Digest> policy = Optional.empty();
        private List<String> rulesConsidered = List.of();
        private Optional<String> ruleMatched = Optional.empty();
        private boolean permitted;
        private Optional<Reason> reason = Optional.empty();
        private String stage = "";
        private String message = "";
        private Optional<String> idempotencyKey = Optional.empty();
        private boolean dryRun;
        private List<String> ruleErrors = List.of();
        private Optional<Digest> facts = Optional.empty();
        private Optional<DecisionFacts> request = Optional.empty();
        private List<Spending.Use> uses = List.of();
        private Optional<Spending.Nonce> nonce = Optional.empty();
        private @Nullable UUID certificate;
        private @Nullable String certificateIssuer;
        private @Nullable Digest certificateKey;

        void take(String name, MemberParser in) {
            switch (name) {
                case "agent" -> agent = once(0, in.usualText());
                case "agentType" -> agentType = once(1, in.usualText());
                case "arguments" -> arguments = once(2, in.tree());
                case "argumentsDigest" -> argumentsDigest = once(3, Optional.of(in.digest()));
                case "argumentsPayload" -> argumentsPayload = once(4, Optional.of(in.digest()));
                case "capability" -> capability = once(5, in.usualText());
                case "causation" -> causation = once(6, Optional.of(in.uuid()));
                case "certificate" -> certificate = once(7, in.uuid());
                case "certificateIssuer" -> certificateIssuer = once(8, in.usualText());
                case "certificateKey" -> certificateKey = once(9, in.usualDigest());
                case "chain" -> chain = once(10, Optional.of(in.usualDigest()));
                case "correlation" -> correlation = once(11, in.text());
                case "dryRun" -> dryRun = once(12, in.bool());
                case "effects" -> effects = once(13, in.texts());
                case "facts" -> facts = once(14, Optional.of(in.digest()));
                case "id" -> id = once(15, in.uuid());
                case "idempotencyKey" -> idempotencyKey = once(16, Optional.of(in.text()));
                case "invocation" -> invocation = once(17, in.uuid());
                case "message" -> message = once(18, in.usualText());
                case "metadata" -> metadata = once(19, in.nonEmptyMap());
                case "nonce" -> nonce = once(20, Optional.of(nonce(in)));
                case "parent" -> parent = once(21, Optional.of(in.uuid()));
                case "permitted" -> permitted = once(22, in.bool());
                case "policy" -> policy = once(23, Optional.of(in.usualDigest()));
                case "principal" -> principal = once(24, in.usualText());
                case "reason" -> reason = once(25, Optional.of(in.reason()));
                case "request" -> request = once(26, Optional.of(new Facts().read(in)));
                case "root" -> root = once(27, in.usualText());
                case "ruleErrors" -> ruleErrors = once(28, in.nonEmptyTexts());
                case "ruleMatched" -> ruleMatched = once(29, Optional.of(in.usualText()));
                case "rulesConsidered" -> rulesConsidered = once(30, in.texts());
                case "stage" -> stage = once(31, in.usualText());
                case "tenant" -> tenant = once(32, in.usualText());
                case "time" -> time = once(33, in.instant());
                case "uses" -> uses = once(34, uses(in));
                case "version" -> version = once(35, in.usualText());
                default -> throw new IllegalArgumentException("member=" + name + " is unknown");
            }
        }

        private <T> T once(int member, T value) {
            if ((seen & 1L << member) != 0) {
                throw new IllegalArgumentException("a member is there twice");
            }
            seen |= 1L << member;
            return value;
        }

        /** The members that every decision has. */
        private static final long NEEDED =
                bits(0, 1, 2, 5, 11, 12, 13, 15, 17, 18, 22, 24, 27, 30, 31, 32, 33, 35);

        PolicyDecision decision() {
            requireAll(seen, NEEDED);
            return new PolicyDecision(
                    new EventOrigin(
                            there(id),
                            there(time),
                            agent,
                            tenant,
                            correlation,
                            causation,
                            metadata),
                    there(invocation),
                    parent,
                    capability,
                    version,
                    agentType,
                    principal,
                    root,
                    chain,
                    effects,
                    argumentsDigest,
                    there(arguments),
                    argumentsPayload,
                    policy,
                    rulesConsidered,
                    ruleMatched,
                    permitted,
                    reason,
                    stage,
                    message,
                    idempotencyKey,
                    dryRun,
                    ruleErrors,
                    facts,
                    request,
                    new Spending(uses, nonce),
                    vouched());
        }

        private Optional<VouchedBy> vouched() {
            if (certificate == null && certificateIssuer == null && certificateKey == null) {
                return Optional.empty();
            }
            return Optional.of(new VouchedBy(
                    there(certificate), there(certificateIssuer), there(certificateKey)));
        }

        private static List<Spending.Use> uses(MemberParser in) {
            in.array();
            List<Spending.Use> uses = new ArrayList<>();
            while (in.hasObject()) {
                Pair pair = Pair.read(in, "expires", "token");
                uses.add(new Spending.Use(pair.digest(), pair.time()));
            }
            if (uses.isEmpty()) {
                throw new IllegalArgumentException("uses is empty");
            }
            return uses;
        }

        private static Spending.Nonce nonce(MemberParser in) {
            in.object();
            Pair pair = Pair.read(in, "until", "key");
            return new Spending.Nonce(pair.digest(), pair.time());
        }
    }

    /** An object of a time and a digest. */
    private record Pair(Instant time, Digest digest) {

        static Pair read(MemberParser in, String timeName, String digestName) {
            Instant time = null;
            Digest digest = null;
            for (String name = in.name(); !name.isEmpty(); name = in.name()) {
                if (name.equals(timeName) && time == null) {
                    time = in.instant();
                } else if (name.equals(digestName) && digest == null) {
                    digest = in.usualDigest();
                } else {
                    throw new IllegalArgumentException("member=" + name + " is one too many");
                }
            }
            return new Pair(there(time), there(digest));
        }
    }

    /** The request of a decision as far as it has been read. */
    private static final class Facts {
        private static final long NEEDED = bits(0, 3, 4, 5, 7, 8, 9, 11, 12, 13, 14, 15, 16);

        private long seen;
        private String agentVersion = "";
        private Map<String, String> agentMetadata = Map.of();
        private List<String> approvers = List.of();
        private Optional<Digest> chain = Optional.empty();
        private int depth;
        private AgentId executor = Agent.ANONYMOUS.id();
        private int importance;
        private OperatingMode mode = OperatingMode.NORMAL;
        private boolean mustSucceed;
        private @Nullable Instant now;
        private AgentId origin = Agent.ANONYMOUS.id();
        private boolean originIsPerson;
        private List<String> path = List.of();
        private long policyEpoch;
        private Priority priority = Priority.NORMAL;
        private @Nullable Instant received;
        private long revocationEpoch;
        private Optional<Digest> ways = Optional.empty();

        DecisionFacts read(MemberParser in) {
            in.object();
            for (String name = in.name(); !name.isEmpty(); name = in.name()) {
                take(name, in);
            }
            requireAll(seen, NEEDED);
            return new DecisionFacts(
                    agentVersion,
                    agentMetadata,
                    new QualityOfService(priority, importance, mustSucceed),
                    there(received),
                    path,
                    approvers,
                    new DelegationFacts(origin, originIsPerson, executor, depth, chain),
                    there(now),
                    policyEpoch,
                    revocationEpoch,
                    mode,
                    ways);
        }

        private void take(String name, MemberParser in) {
            switch (name) {
                case "agentVersion" -> agentVersion = once(0, in.usualText());
                case "agentMetadata" -> agentMetadata = once(1, in.nonEmptyMap());
                case "approvers" -> approvers = once(2, in.nonEmptyTexts());
                case "depth" -> depth = once(3, in.int32());
                case "executor" -> executor = once(4, in.agent());
                case "importance" -> importance = once(5, in.int32());
                case "chain" -> chain = once(6, Optional.of(in.usualDigest()));
                case "mode" -> mode = once(7, OperatingMode.valueOf(in.usualText()));
                case "mustSucceed" -> mustSucceed = once(8, in.bool());
                case "now" -> now = once(9, in.instant());
                case "path" -> path = once(10, in.nonEmptyTexts());
                case "origin" -> origin = once(11, in.agent());
                case "originIsPerson" -> originIsPerson = once(12, in.bool());
                case "policyEpoch" -> policyEpoch = once(13, in.int64());
                case "priority" -> priority = once(14, Priority.valueOf(in.usualText()));
                case "received" -> received = once(15, in.instant());
                case "revocationEpoch" -> revocationEpoch = once(16, in.int64());
                case "ways" -> ways = once(17, Optional.of(in.usualDigest()));
                default -> throw new IllegalArgumentException("member=" + name + " is unknown");
            }
        }

        private <T> T once(int member, T value) {
            if ((seen & 1L << member) != 0) {
                throw new IllegalArgumentException("a member is there twice");
            }
            seen |= 1L << member;
            return value;
        }
    }

    private static long bits(int... members) {
        long bits = 0;
        for (int member : members) {
            bits |= 1L << member;
        }
        return bits;
    }

    private static void requireAll(long seen, long needed) {
        if ((seen & needed) != needed) {
            throw new IllegalArgumentException("a member is missing");
        }
    }

    private static <T> T there(@Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("a member is missing");
        }
        return value;
    }
}
