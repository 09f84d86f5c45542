package dev.cnv.runtime.delegation;

import static dev.cnv.runtime.delegation.TokenDescriptor.*;

import dev.cnv.runtime.canonical.CborReader;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Writes and reads the payload of a token, see {@link TokenDescriptor}. */
final class TokenFormat {

    private static final int EXPECTED_BYTES = 512;

    private static final List<EffectLevel> LEVELS = List.of(
            EffectLevel.READ_ONLY, EffectLevel.MUTATE, EffectLevel.NETWORK, EffectLevel.PRIVILEGED);

    private TokenFormat() {}

    static byte[] payload(Token token) {
        CborWriter out = new CborWriter(EXPECTED_BYTES).map(pairCount(token));
        out.key(KEY_VERSION).integer(VERSION);
        out.key(KEY_ISSUER).bytes(token.issuer().encoded());
        out.key(KEY_HOLDER).bytes(token.holder().encoded());
        out.key(KEY_AGENT).text(token.agent().id().value());
        out.key(KEY_AGENT_TYPE).text(token.agent().type());
        out.key(KEY_TENANT).text(token.tenant().value());
        out.key(KEY_ROOT).text(token.root().value());
        token.parent().ifPresent(parent -> out.key(KEY_PARENT).digest(parent));
        out.key(KEY_DEPTH).integer(token.depth());
        out.key(KEY_MAX_DEPTH).integer(token.maxDepth());
        out.key(KEY_NOT_BEFORE).integer(token.notBefore().getEpochSecond());
        out.key(KEY_EXPIRES).integer(token.expires().getEpochSecond());
        token.conditions()
                .maximumUseCount()
                .ifPresent(count -> out.key(KEY_MAXIMUM_USES).integer(count));
        Scope scope = token.scope();
        Conditions conditions = token.conditions();
        list(out, KEY_AUDIENCE, conditions.audience(), CborWriter::text);
        list(out, KEY_GRANTS, scope.grants(), TokenFormat::grant);
        list(out, KEY_FORBIDDEN, scope.forbidden(), (to, pattern) -> to.text(pattern.text()));
        list(out, KEY_NOUNS, scope.nouns(), CborWriter::text);
        list(out, KEY_VERBS, scope.verbs(), CborWriter::text);
        list(out, KEY_APPROVALS, conditions.approvals(), TokenFormat::approvals);
        list(out, KEY_POLICY_FLOOR, conditions.policyFloor(), CborWriter::digest);
        if (!token.description().isEmpty()) {
            out.key(KEY_DESCRIPTION).text(token.description());
        }
        list(out, KEY_TAGS, token.tags(), CborWriter::text);
        return out.toBytes();
    }

    private static int pairCount(Token token) {
        Scope scope = token.scope();
        Conditions conditions = token.conditions();
        int count = 11;
        count += token.parent().isPresent() ? 1 : 0;
        count += conditions.maximumUseCount().isPresent() ? 1 : 0;
        for (Collection<?> list : List.of(
                conditions.audience(),
                scope.grants(),
                scope.forbidden(),
                scope.nouns(),
                scope.verbs(),
                conditions.approvals(),
                conditions.policyFloor(),
                token.tags())) {
            count += list.isEmpty() ? 0 : 1;
        }
        return count + (token.description().isEmpty() ? 0 : 1);
    }

    /** A list is left out when it is empty. */
    private static <T> void list(
            CborWriter out, int key, Collection<T> values, BiConsumer<CborWriter, T> each) {
        if (!values.isEmpty()) {
            out.key(key).array(values.size());
            values.forEach(value -> each.accept(out, value));
        }
    }

    private static void grant(CborWriter out, Grant grant) {
        out.array(3).text(grant.capability().text()).integer(LEVELS.indexOf(grant.max()));
        out.map(grant.arguments(), ConstraintFormat::write);
    }

    private static void approvals(CborWriter out, RequiredApprovals demand) {
        out.array(2).integer(demand.count()).array(demand.keys().size());
        demand.keys().forEach(key -> out.bytes(key.encoded()));
    }

    /**
     * Reads a payload whose signature holds.
     *
     * @throws CborRefusedException when the bytes are not the one form of a token
     */
    static Token read(byte[] payload) {
        CborReader in = CborReader.of("token", payload, MAX_TOKEN_BYTES);
        Token token = token(in);
        if (!Arrays.equals(payload(token), payload)) {
            throw in.refused(
                    "is not in its one form: a set does not ascend, or says what is left out");
        }
        return token;
    }

    private static Token token(CborReader in) {
        in.openMap();
        in.key(KEY_VERSION, "version");
        in.integer(VERSION, VERSION);
        in.key(KEY_ISSUER, "issuer");
        PublicKey issuer = publicKey(in);
        in.key(KEY_HOLDER, "holder");
        PublicKey holder = publicKey(in);
        Agent agent = agent(in);
        in.key(KEY_TENANT, "tenant");
        TenantId tenant = in.value(MAX_NAME_BYTES, TenantId::new);
        in.key(KEY_ROOT, "root");
        AgentId root = in.value(MAX_NAME_BYTES, AgentId::new);
        Optional<Digest> parent =
                in.optionalKey(KEY_PARENT, "parent") ? Optional.of(in.digest()) : Optional.empty();
        in.key(KEY_DEPTH, "depth");
        int depth = (int) in.integer(1, MAX_DEPTH);
        in.key(KEY_MAX_DEPTH, "maxDepth");
        int maxDepth = (int) in.integer(1, MAX_DEPTH);
        in.key(KEY_NOT_BEFORE, "notBefore");
        Instant notBefore = Instant.ofEpochSecond(in.integer(0, MAX_SECONDS));
        in.key(KEY_EXPIRES, "expires");
        Instant expires = Instant.ofEpochSecond(in.integer(0, MAX_SECONDS));
        OptionalLong uses = in.optionalKey(KEY_MAXIMUM_USES, "maximumUses")
                ? OptionalLong.of(in.integer(1, Long.MAX_VALUE))
                : OptionalLong.empty();
        Set<String> audience = texts(in, KEY_AUDIENCE, "audience", Conditions.MAX_COUNT);
        Scope scope = scope(in);
        Conditions conditions = conditions(in, uses, audience);
        String description = in.optionalKey(KEY_DESCRIPTION, "description")
                ? in.text(3 * MAX_DESCRIPTION_LENGTH)
                : "";
        Set<String> tags = texts(in, KEY_TAGS, "tags", MAX_TAG_COUNT);
        in.close();
        in.end();
        return in.checked(() -> new Token(
                issuer,
                holder,
                agent,
                tenant,
                root,
                parent,
                depth,
                maxDepth,
                notBefore,
                expires,
                scope,
                conditions,
                description,
                tags));
    }

    private static Agent agent(CborReader in) {
        in.key(KEY_AGENT, "agent");
        AgentId id = in.value(MAX_NAME_BYTES, AgentId::new);
        in.key(KEY_AGENT_TYPE, "agentType");
        return new Agent(id, in.text(MAX_NAME_BYTES), "", Map.of());
    }

    private static Scope scope(CborReader in) {
        List<Grant> grants =
                list(in, KEY_GRANTS, "grants", Scope.MAX_COUNT, TokenFormat::readGrant);
        List<CapabilityPattern> forbidden = list(
                in,
                KEY_FORBIDDEN,
                "forbidden",
                Scope.MAX_COUNT,
                from -> from.value(MAX_NAME_BYTES, CapabilityPattern::new));
        Set<String> nouns = texts(in, KEY_NOUNS, "nouns", Scope.MAX_COUNT);
        Set<String> verbs = texts(in, KEY_VERBS, "verbs", Scope.MAX_COUNT);
        return in.checked(() -> new Scope(grants, new TreeSet<>(forbidden), nouns, verbs));
    }

    private static Conditions conditions(CborReader in, OptionalLong uses, Set<String> audience) {
        List<RequiredApprovals> approvals = list(
                in, KEY_APPROVALS, "approvals", Conditions.MAX_COUNT, TokenFormat::readApprovals);
        List<Digest> floor =
                list(in, KEY_POLICY_FLOOR, "policyFloor", Conditions.MAX_COUNT, CborReader::digest);
        return in.checked(() -> new Conditions(uses, audience, approvals, new TreeSet<>(floor)));
    }

    private static Grant readGrant(CborReader in) {
        in.openTuple(3);
        CapabilityPattern capability = in.value(MAX_NAME_BYTES, CapabilityPattern::new);
        EffectLevel max = LEVELS.get((int) in.integer(0, LEVELS.size() - 1L));
        Map<String, ArgumentConstraint> arguments = new LinkedHashMap<>();
        for (int left = in.openMap(Grant.MAX_ARGUMENT_COUNT); left > 0; left--) {
            String name = in.textKey(3 * MAX_NAME_BYTES);
            arguments.put(name, ConstraintFormat.read(in));
        }
        in.close();
        in.close();
        return in.checked(() -> new Grant(capability, max, arguments));
    }

    private static RequiredApprovals readApprovals(CborReader in) {
        in.openTuple(2);
        int count = (int) in.integer(1, RequiredApprovals.MAX_KEY_COUNT);
        List<PublicKey> keys = new ArrayList<>();
        for (int left = in.openArray(RequiredApprovals.MAX_KEY_COUNT); left > 0; left--) {
            keys.add(publicKey(in));
        }
        in.close();
        in.close();
        return in.checked(() -> new RequiredApprovals(count, new TreeSet<>(keys)));
    }

    private static PublicKey publicKey(CborReader in) {
        byte[] encoded = in.bytes(MAX_KEY_BYTES);
        return in.checked(() -> PublicKey.decode(encoded));
    }

    private static Set<String> texts(CborReader in, int key, String name, int maxCount) {
        return new TreeSet<>(list(in, key, name, maxCount, from -> from.text(3 * MAX_NAME_BYTES)));
    }

    private static <T> List<T> list(
            CborReader in, int key, String name, int maxCount, Function<CborReader, T> each) {
        List<T> values = new ArrayList<>();
        if (in.optionalKey(key, name)) {
            for (int left = in.openArray(maxCount); left > 0; left--) {
                values.add(each.apply(in));
            }
            in.close();
        }
        return values;
    }
}
