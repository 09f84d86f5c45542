package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.canonical.StrictObject;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The written form of tokens and chains, version 0.
 *
 * <pre>
 * chain   = {"format":"cnv-chain-v0","tokens":[signed, ...]}                     at most 64 KiB
 * signed  = {"key":hex, "payload":base64, "signature":base64}                    at most 16 KiB
 * payload = canonical JSON of
 *           {"v":0, "issuer":key, "holder":key, "agent":{"id","type"}, "tenant", "root",
 *            "parent":hex (not in the first link), "depth", "maxDepth",
 *            "notBefore":seconds, "expires":seconds, "verbs":[grant, ...]}
 * grant   = {"capability":pattern, "max":level, "arguments":{name:constraint, ...}}
 * </pre>
 *
 * The signature is over {@code cnv-token-v0}, a zero byte and the payload. Every payload has one byte
 * form: what is not that form is refused.
 */
final class TokenFormat {

    static final String CHAIN = "cnv-chain-v0";

    /** The longest signed token, in characters of its canonical form, all of them ASCII. */
    static final int MAX_TOKEN_LENGTH = 16 * 1024;

    /** The longest chain, in characters. */
    static final int MAX_CHAIN_LENGTH = 64 * 1024;

    private static final int MAX_NAME_LENGTH = 128;

    private static final long MAX_SECONDS =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private TokenFormat() {}

    static ObjectNode chain(List<SignedToken> tokens) {
        ObjectNode json = JSON.objectNode().put("format", CHAIN);
        ArrayNode array = json.putArray("tokens");
        tokens.forEach(token -> array.add(signed(token)));
        return json;
    }

    /** Reads the envelopes of a chain; no payload is looked into. */
    static List<SignedToken> readChain(String where, JsonNode json) {
        StrictObject chain = StrictObject.of(where, json, Set.of("format", "tokens"));
        if (!chain.text("format", MAX_NAME_LENGTH).equals(CHAIN)) {
            throw StrictObject.refused(chain.at("format"), "is not " + CHAIN);
        }
        List<SignedToken> tokens = new ArrayList<>();
        for (JsonNode token : chain.array("tokens", Token.MAX_DEPTH)) {
            tokens.add(readSigned(chain.at("tokens") + "[" + tokens.size() + "]", token));
        }
        return tokens;
    }

    static ObjectNode signed(SignedToken token) {
        return JSON.objectNode()
                .put("key", token.key().hex())
                .put("payload", Base64Text.encode(token.payload()))
                .put("signature", Base64Text.encode(token.signature()));
    }

    private static SignedToken readSigned(String where, JsonNode json) {
        StrictObject signed = StrictObject.of(where, json, Set.of("key", "payload", "signature"));
        Digest key = signed.value("key", 64, Digest::new);
        byte[] payload = signed.value(
                "payload", MAX_TOKEN_LENGTH, text -> Base64Text.decode("payload", text));
        byte[] signature =
                signed.value("signature", 88, text -> Base64Text.decode("signature", text));
        return new SignedToken(key, payload, signature);
    }

    /**
     * Writes a payload.
     *
     * @throws IllegalArgumentException when a time is outside years 1970 to 9999
     */
    static byte[] payload(Token token) {
        ObjectNode json = JSON.objectNode()
                .put("v", 0)
                .put("issuer", token.issuer().text())
                .put("holder", token.holder().text())
                .put("tenant", token.tenant().value())
                .put("root", token.root().value())
                .put("depth", token.depth())
                .put("maxDepth", token.maxDepth())
                .put("notBefore", seconds(token.notBefore()))
                .put("expires", seconds(token.expires()));
        json.putObject("agent")
                .put("id", token.agent().id().value())
                .put("type", token.agent().type());
        token.parent().ifPresent(parent -> json.put("parent", parent.hex()));
        ArrayNode verbs = json.putArray("verbs");
        token.verbs().forEach(grant -> verbs.add(grant(grant)));
        return CanonicalJson.bytes(json);
    }

    /**
     * Reads a payload whose signature holds.
     *
     * @throws JsonRefusedException when the bytes are not the one form of a token
     */
    static Token read(byte[] payload) {
        JsonNode json = StrictJson.parse(new String(payload, StandardCharsets.UTF_8));
        Token token = token(json);
        if (!Arrays.equals(payload(token), payload)) {
            throw StrictObject.refused("token", "is not in canonical form");
        }
        return token;
    }

    private static Token token(JsonNode json) {
        StrictObject object = StrictObject.of(
                "token",
                json,
                Set.of(
                        "v",
                        "issuer",
                        "holder",
                        "agent",
                        "tenant",
                        "root",
                        "parent",
                        "depth",
                        "maxDepth",
                        "notBefore",
                        "expires",
                        "verbs"));
        object.integer("v", 0, 0);
        PublicKey issuer = object.value("issuer", MAX_NAME_LENGTH, PublicKey::parse);
        PublicKey holder = object.value("holder", MAX_NAME_LENGTH, PublicKey::parse);
        Agent agent = agent(object.at("agent"), object.any("agent"));
        TenantId tenant = object.value("tenant", MAX_NAME_LENGTH, TenantId::new);
        AgentId root = object.value("root", MAX_NAME_LENGTH, AgentId::new);
        Optional<Digest> parent = object.has("parent")
                ? Optional.of(object.value("parent", 64, Digest::new))
                : Optional.empty();
        int depth = (int) object.integer("depth", 1, Token.MAX_DEPTH);
        int maxDepth = (int) object.integer("maxDepth", 1, Token.MAX_DEPTH);
        Instant notBefore = Instant.ofEpochSecond(object.integer("notBefore", 0, MAX_SECONDS));
        Instant expires = Instant.ofEpochSecond(object.integer("expires", 0, MAX_SECONDS));
        List<Grant> verbs = new ArrayList<>();
        for (JsonNode grant : object.array("verbs", Token.MAX_GRANT_COUNT)) {
            verbs.add(readGrant(object.at("verbs") + "[" + verbs.size() + "]", grant));
        }
        return StrictObject.checked(
                "token",
                () -> new Token(
                        issuer, holder, agent, tenant, root, parent, depth, maxDepth, notBefore,
                        expires, verbs));
    }

    private static Agent agent(String where, JsonNode json) {
        StrictObject agent = StrictObject.of(where, json, Set.of("id", "type"));
        return new Agent(
                agent.value("id", MAX_NAME_LENGTH, AgentId::new),
                agent.text("type", MAX_NAME_LENGTH),
                "",
                Map.of());
    }

    private static ObjectNode grant(Grant grant) {
        ObjectNode json = JSON.objectNode()
                .put("capability", grant.capability().text())
                .put("max", grant.max().name());
        ObjectNode arguments = json.putObject("arguments");
        grant.arguments()
                .forEach((name, constraint) -> arguments.set(name, constraint(constraint)));
        return json;
    }

    private static Grant readGrant(String where, JsonNode json) {
        StrictObject grant = StrictObject.of(where, json, Set.of("capability", "max", "arguments"));
        CapabilityPattern capability =
                grant.value("capability", MAX_NAME_LENGTH, CapabilityPattern::new);
        EffectLevel max = grant.choice("max", EffectLevel.class);
        JsonNode given = grant.any("arguments");
        if (!given.isObject() || given.size() > Grant.MAX_ARGUMENT_COUNT) {
            throw StrictObject.refused(
                    grant.at("arguments"),
                    "is no object of at most " + Grant.MAX_ARGUMENT_COUNT + " members");
        }
        Map<String, ArgumentConstraint> arguments = new LinkedHashMap<>();
        given.properties()
                .forEach(entry -> arguments.put(
                        entry.getKey(),
                        readConstraint(
                                grant.at("arguments") + "." + entry.getKey(), entry.getValue())));
        return StrictObject.checked(where, () -> new Grant(capability, max, arguments));
    }

    private static ObjectNode constraint(ArgumentConstraint constraint) {
        ObjectNode json = JSON.objectNode();
        switch (constraint) {
            case ArgumentConstraint.Any() -> json.put("any", true);
            case ArgumentConstraint.OneOf(var values) -> {
                ArrayNode array = json.putArray("oneOf");
                values.forEach(text -> array.add(StrictJson.parse(text)));
            }
            case ArgumentConstraint.IntegerRange(long min, long max) ->
                json.putObject("integer").put("min", min).put("max", max);
            case ArgumentConstraint.SubPath(String path) -> json.put("subPath", path);
            case ArgumentConstraint.Prefix(String text) -> json.put("prefix", text);
        }
        return json;
    }

    private static ArgumentConstraint readConstraint(String where, JsonNode json) {
        StrictObject object = StrictObject.tagged(
                where, json, Set.of("any", "oneOf", "integer", "subPath", "prefix"));
        String tag = object.tag();
        return switch (tag) {
            case "any" -> {
                object.mark(tag);
                yield new ArgumentConstraint.Any();
            }
            case "oneOf" -> {
                Set<String> texts = new TreeSet<>();
                object.array(tag, ArgumentConstraint.MAX_VALUE_COUNT)
                        .forEach(value -> texts.add(CanonicalJson.text(value)));
                yield StrictObject.checked(
                        where, () -> new ArgumentConstraint.OneOf(new TreeSet<>(texts)));
            }
            case "integer" -> integerRange(object.at(tag), object.any(tag));
            case "subPath" ->
                object.value(
                        tag, ArgumentConstraint.MAX_TEXT_LENGTH, ArgumentConstraint.SubPath::new);
            case "prefix" ->
                object.value(
                        tag, ArgumentConstraint.MAX_TEXT_LENGTH, ArgumentConstraint.Prefix::new);
            default -> throw StrictObject.refused(where, "is no constraint");
        };
    }

    private static ArgumentConstraint integerRange(String where, JsonNode json) {
        StrictObject range = StrictObject.of(where, json, Set.of("min", "max"));
        long min = range.integer("min", Long.MIN_VALUE, Long.MAX_VALUE);
        long max = range.integer("max", Long.MIN_VALUE, Long.MAX_VALUE);
        return StrictObject.checked(where, () -> new ArgumentConstraint.IntegerRange(min, max));
    }

    private static long seconds(Instant time) {
        long seconds = time.getEpochSecond();
        if (seconds < 0 || seconds > MAX_SECONDS) {
            throw new IllegalArgumentException(
                    "time=" + time + " is not in the years 1970 to 9999");
        }
        return seconds;
    }
}
