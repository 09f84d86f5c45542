package parameters;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.capability.VerbKey;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.spi.Dispatch;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.ValueReader;
import dev.cnv.runtime.spi.ValueWriter;
import dev.cnv.runtime.spi.VerbModule;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.annotation.processing.Generated;

/** The verbs of {@link Parameters}. */
@Generated("dev.cnv.processor.CnvProcessor")
public final class ParametersVerbs implements VerbModule {
    /** {@code parameter.defaults}, see {@link Parameters#defaults}. */
    public static final VerbKey<ParameterDefaultsCertificate.Input, Void> DEFAULTS =
            VerbKey.of("parameter.defaults");
    /** {@code parameter.names}, see {@link Parameters#names}. */
    public static final VerbKey<ParameterNamesCertificate.Input, Void> NAMES =
            VerbKey.of("parameter.names");
    /** {@code parameter.relations}, see {@link Parameters#relations}. */
    public static final VerbKey<ParameterRelationsCertificate.Input, Void> RELATIONS =
            VerbKey.of("parameter.relations");
    /** {@code parameter.rules}, see {@link Parameters#rules}. */
    public static final VerbKey<ParameterRulesCertificate.Input, Void> RULES =
            VerbKey.of("parameter.rules");

    private final List<VerbDescriptor> descriptors = List.of(
            defaultsDescriptor(), namesDescriptor(), relationsDescriptor(), rulesDescriptor());
    private final Parameters handler;

    /** Verbs of a new {@link Parameters}. */
    public ParametersVerbs() {
        this(new Parameters());
    }

    /**
     * Verbs of a given {@link Parameters}.
     *
     * @param handler runs the verbs
     */
    public ParametersVerbs(Parameters handler) {
        this.handler = handler;
    }

    /**
     * Typed calls for one caller.
     *
     * @param session the caller
     * @return the calls
     */
    public static Calls with(Session session) {
        return new Calls(session);
    }

    @Override
    public String summary() {
        return "Everything that can be said about a parameter.";
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return descriptors;
    }

    @Override
    public InputStream schemas() {
        return Objects.requireNonNull(ParametersVerbs.class.getResourceAsStream(
                "/META-INF/cnv/schemas/parameters.Parameters.json"));
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        switch (verb) {
            case 0: return new ParameterDefaultsCertificate.Input(
                            in.at("count").int32(), in.at("amount").decimal(), in.at("text").text(),
                            in.at("empty").text(), in.at("on").bool(), in.at("wait").duration(),
                            in.at("at").instant(), in.at("id").uuid(),
                            in.at("mode").choice(Parameters.Mode.class),
                            in.at("letter").character(), in.at("bytes").bytes());
            case 1: return new ParameterNamesCertificate.Input(
                            in.at("from-account").text(), in.at("to-url-path").text(),
                            in.at("snake-case").text(), in.at("other-name").text());
            case 2: return new ParameterRelationsCertificate.Input(
                            in.at("verbose").bool(), in.at("quiet").bool(),
                            in.at("target").optional(ValueReader::text), in.at("level").int32(),
                            in.at("must").list(ValueReader::text), in.at("token").text());
            case 3: return new ParameterRulesCertificate.Input(
                            in.at("text").text(), in.at("color").optional(ValueReader::text),
                            in.at("port").int32(), in.at("names").list(ValueReader::text),
                            in.at("ratios").set(ValueReader::float64),
                            in.at("counts").map(ValueReader::int32));
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        switch (verb) {
            case 0 -> {
                var it = (ParameterDefaultsCertificate.Input) input;
                out.at("count").int32(it.count());
                out.at("amount").decimal(it.amount());
                out.at("text").text(it.text());
                out.at("empty").text(it.empty());
                out.at("on").bool(it.on());
                out.at("wait").duration(it.wait_());
                out.at("at").instant(it.at());
                out.at("id").uuid(it.id());
                out.at("mode").choice(it.mode());
                out.at("letter").character(it.letter());
                out.at("bytes").bytes(it.bytes());
            }
            case 1 -> {
                var it = (ParameterNamesCertificate.Input) input;
                out.at("from-account").text(it.fromAccount());
                out.at("to-url-path").text(it.toURLPath());
                out.at("snake-case").text(it.snake_case());
                out.at("other-name").text(it.x1());
            }
            case 2 -> {
                var it = (ParameterRelationsCertificate.Input) input;
                out.at("verbose").bool(it.verbose());
                out.at("quiet").bool(it.quiet());
                out.at("target").optional(it.target(), ValueWriter::text);
                out.at("level").int32(it.level());
                out.at("must").list(it.must(), ValueWriter::text);
                out.at("token").text(it.token());
            }
            case 3 -> {
                var it = (ParameterRulesCertificate.Input) input;
                out.at("text").text(it.text());
                out.at("color").optional(it.color(), ValueWriter::text);
                out.at("port").int32(it.port());
                out.at("names").list(it.names(), ValueWriter::text);
                out.at("ratios").list(it.ratios(), ValueWriter::float64);
                out.at("counts").map(it.counts(), ValueWriter::int32);
            }
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeResult(int verb, Object result, ValueWriter out) {
        switch (verb) {
            case 0, 1, 2, 3 -> {}
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
        switch (4 * verb + stage.position()) {
            case 0: return new ParameterDefaultsCertificate.Unchecked(proof);
            case 1: return new ParameterDefaultsCertificate.PolicyChecked(proof);
            case 2: return new ParameterDefaultsCertificate.CapabilityChecked(proof);
            case 3: return new ParameterDefaultsCertificate.Verified(proof);
            case 4: return new ParameterNamesCertificate.Unchecked(proof);
            case 5: return new ParameterNamesCertificate.PolicyChecked(proof);
            case 6: return new ParameterNamesCertificate.CapabilityChecked(proof);
            case 7: return new ParameterNamesCertificate.Verified(proof);
            case 8: return new ParameterRelationsCertificate.Unchecked(proof);
            case 9: return new ParameterRelationsCertificate.PolicyChecked(proof);
            case 10: return new ParameterRelationsCertificate.CapabilityChecked(proof);
            case 11: return new ParameterRelationsCertificate.Verified(proof);
            case 12: return new ParameterRulesCertificate.Unchecked(proof);
            case 13: return new ParameterRulesCertificate.PolicyChecked(proof);
            case 14: return new ParameterRulesCertificate.CapabilityChecked(proof);
            case 15: return new ParameterRulesCertificate.Verified(proof);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) throws Throwable {
        switch (verb) {
            case 0: return defaults(dispatch);
            case 1: return names(dispatch);
            case 2: return relations(dispatch);
            case 3: return rules(dispatch);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    private Object defaults(Dispatch dispatch) {
        var in =
                new ParameterDefaultsCertificate.Verified(dispatch.open("parameter.defaults")).input();
        handler.defaults(
                in.count(), in.amount(), in.text(), in.empty(), in.on(), in.wait_(), in.at(),
                in.id(), in.mode(), in.letter(), in.bytes());
        return null;
    }

    private Object names(Dispatch dispatch) {
        var in = new ParameterNamesCertificate.Verified(dispatch.open("parameter.names")).input();
        handler.names(in.fromAccount(), in.toURLPath(), in.snake_case(), in.x1());
        return null;
    }

    private Object relations(Dispatch dispatch) {
        var in =
                new ParameterRelationsCertificate.Verified(dispatch.open("parameter.relations")).input();
        handler.relations(in.verbose(), in.quiet(), in.target(), in.level(), in.must(), in.token());
        return null;
    }

    private Object rules(Dispatch dispatch) {
        var in = new ParameterRulesCertificate.Verified(dispatch.open("parameter.rules")).input();
        handler.rules(in.text(), in.color(), in.port(), in.names(), in.ratios(), in.counts());
        return null;
    }

    private static VerbDescriptor defaultsDescriptor() {
        return VerbDescriptor.of("parameter.defaults", "1.0.0", "parameters.Parameters#defaults")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .parameter(ParameterDescriptor.optional("count", ValueType.INT32, "")
                        .withDefault("7")
                        .min("1")
                        .max("1e1"))
                .parameter(ParameterDescriptor.optional("amount", ValueType.DECIMAL, "")
                        .withDefault("-0.50"))
                .parameter(ParameterDescriptor.optional("text", ValueType.TEXT, "")
                        .withDefault("a \"quoted\"\\ $text"))
                .parameter(ParameterDescriptor.optional("empty", ValueType.TEXT, "")
                        .withDefault(""))
                .parameter(ParameterDescriptor.optional("on", ValueType.BOOLEAN, "")
                        .withDefault("true"))
                .parameter(ParameterDescriptor.optional("wait", ValueType.DURATION, "")
                        .withDefault("90s")
                        .min("1s")
                        .max("PT5M"))
                .parameter(ParameterDescriptor.optional("at", ValueType.INSTANT, "")
                        .withDefault("2026-01-31T12:00:00Z"))
                .parameter(ParameterDescriptor.optional("id", ValueType.UUID, "")
                        .withDefault("6BA7B810-9DAD-11D1-80B4-00C04FD430C8"))
                .parameter(ParameterDescriptor.optional("mode", ValueType.choice("Mode", "FAST", "SAFE"), "")
                        .withDefault("SAFE"))
                .parameter(ParameterDescriptor.optional("letter", ValueType.CHARACTER, "")
                        .withDefault("'"))
                .parameter(ParameterDescriptor.optional("bytes", ValueType.BYTES, "")
                        .withDefault("AAECAw==")
                        .minLength(1)
                        .maxLength(4))
                .schemas("88d5b3fb000dfcdbf0bbf2518f172a78af97b4224773c81c62f576b36da709ea",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor namesDescriptor() {
        return VerbDescriptor.of("parameter.names", "1.0.0", "parameters.Parameters#names")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("from-account", ValueType.TEXT, "")
                .required("to-url-path", ValueType.TEXT, "")
                .required("snake-case", ValueType.TEXT, "")
                .required("other-name", ValueType.TEXT, "said here")
                .schemas("9e9be112a498df27ed2e1c7a438d6f746c6e4a7fcf9e504e5f5756cd91a2de90",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor relationsDescriptor() {
        return VerbDescriptor.of("parameter.relations", "1.0.0", "parameters.Parameters#relations")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .parameter(ParameterDescriptor.optional("verbose", ValueType.BOOLEAN, "")
                        .fromEnvironment("APP_VERBOSE")
                        .flag('v')
                        .group("Output")
                        .requires("target"))
                .parameter(ParameterDescriptor.optional("quiet", ValueType.BOOLEAN, "")
                        .flag('q')
                        .group("Output")
                        .conflicts("verbose", "target"))
                .optional("target", ValueType.optional(ValueType.TEXT), "")
                .parameter(ParameterDescriptor.optional("level", ValueType.INT32, "")
                        .withDefault("5")
                        .requires("must", "target"))
                .parameter(ParameterDescriptor.optional("must", ValueType.list(ValueType.TEXT), "")
                        .conflicts("level"))
                .parameter(ParameterDescriptor.required("token", ValueType.TEXT, "")
                        .fromEnvironment("APP_TOKEN")
                        .requires("level")
                        .secret())
                .schemas("4d528f351c2986ab30f4dd6e2f74361a91f9c46f6568f848f6eaa47de431cdda",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor rulesDescriptor() {
        return VerbDescriptor.of("parameter.rules", "1.0.0", "parameters.Parameters#rules")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .parameter(ParameterDescriptor.required("text", ValueType.TEXT, "")
                        .minLength(1)
                        .maxLength(8)
                        .pattern("[a-z]+|\\d{2}"))
                .parameter(ParameterDescriptor.optional("color", ValueType.optional(ValueType.TEXT), "")
                        .oneOf("red", "green"))
                .parameter(ParameterDescriptor.required("port", ValueType.INT32, "")
                        .oneOf("80", "443"))
                .parameter(ParameterDescriptor.required("names", ValueType.list(ValueType.TEXT), "")
                        .minLength(1)
                        .maxLength(3)
                        .pattern("[^/]+"))
                .parameter(ParameterDescriptor.required("ratios", ValueType.set(ValueType.FLOAT64), "")
                        .min("0")
                        .minLength(2))
                .parameter(ParameterDescriptor.optional("counts", ValueType.map(ValueType.INT32), "")
                        .maxLength(9))
                .schemas("d933c3695eef1495630738c5cbf9b99d54ecb44cd0f47e082a48ca686927bf2c",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    /** Typed calls for one caller; {@link Parameters} explains them. */
    @SuppressWarnings("doclint:missing")
    public static final class Calls {
        private final Session session;

        private Calls(Session session) {
            this.session = session;
        }

        /** Calls {@code parameter.defaults}. */
        public Outcome<Void> defaults(
                int count, BigDecimal amount, String text, String empty, boolean on, Duration wait,
                Instant at, UUID id, Parameters.Mode mode, char letter, byte[] bytes) {
            return session.call(DEFAULTS, new ParameterDefaultsCertificate.Input(
                    count, amount, text, empty, on, wait, at, id, mode, letter, bytes));
        }

        /** Calls {@code parameter.names}. */
        public Outcome<Void> names(
                String fromAccount, String toURLPath, String snake_case, String x1) {
            return session.call(NAMES, new ParameterNamesCertificate.Input(
                    fromAccount, toURLPath, snake_case, x1));
        }

        /** Calls {@code parameter.relations}. */
        public Outcome<Void> relations(
                boolean verbose, boolean quiet, Optional<String> target, int level,
                List<String> must, String token) {
            return session.call(RELATIONS, new ParameterRelationsCertificate.Input(
                    verbose, quiet, target, level, must, token));
        }

        /** Calls {@code parameter.rules}. */
        public Outcome<Void> rules(
                String text, Optional<String> color, int port, List<String> names,
                Set<Double> ratios, Map<String, Integer> counts) {
            return session.call(RULES, new ParameterRulesCertificate.Input(
                    text, color, port, names, ratios, counts));
        }
    }
}
