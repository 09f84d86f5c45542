package shapes;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.EffectSet;
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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import javax.annotation.processing.Generated;

/** The verbs of {@link Shapes}. */
@Generated("dev.cnv.processor.CnvProcessor")
public final class ShapesVerbs implements VerbModule {
    /** {@code shape.future}, see {@link Shapes#future}. */
    public static final VerbKey<ShapeFutureCertificate.Input, List<String>> FUTURE =
            VerbKey.of("shape.future");
    /** {@code shape.imported}, see {@link Shapes#imported}. */
    public static final VerbKey<ShapeImportedCertificate.Input, Integer> IMPORTED =
            VerbKey.of("shape.imported");
    /** {@code shape.later}, see {@link Shapes#later}. */
    public static final VerbKey<ShapeLaterCertificate.Input, Void> LATER =
            VerbKey.of("shape.later");
    /** {@code shape.of-class}, see {@link Shapes#ofClass}. */
    public static final VerbKey<ShapeOfClassCertificate.Input, Integer> OF_CLASS =
            VerbKey.of("shape.of-class");
    /** {@code shape.plain}, see {@link Shapes#plain}. */
    public static final VerbKey<ShapePlainCertificate.Input, Void> PLAIN =
            VerbKey.of("shape.plain");
    /** {@code shape.proof-only}, see {@link Shapes#proofOnly}. */
    public static final VerbKey<ShapeProofOnlyCertificate.Input, String> PROOF_ONLY =
            VerbKey.of("shape.proof-only");
    /** {@code shape.qualified}, see {@link Shapes#qualified}. */
    public static final VerbKey<ShapeQualifiedCertificate.Input, String> QUALIFIED =
            VerbKey.of("shape.qualified");
    /** {@code shape.stage}, see {@link Shapes#stage}. */
    public static final VerbKey<ShapeStageCertificate.Input, String> STAGE =
            VerbKey.of("shape.stage");
    /** {@code shape.stream}, see {@link Shapes#stream}. */
    public static final VerbKey<ShapeStreamCertificate.Input, Flow.Publisher<Integer>> STREAM =
            VerbKey.of("shape.stream");

    private final List<VerbDescriptor> descriptors = List.of(
            futureDescriptor(), importedDescriptor(), laterDescriptor(), ofClassDescriptor(),
            plainDescriptor(), proofOnlyDescriptor(), qualifiedDescriptor(), stageDescriptor(),
            streamDescriptor());
    private final Shapes handler;

    /** Verbs of a new {@link Shapes}. */
    public ShapesVerbs() {
        this(new Shapes());
    }

    /**
     * Verbs of a given {@link Shapes}.
     *
     * @param handler runs the verbs
     */
    public ShapesVerbs(Shapes handler) {
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
        return "How methods may look.";
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return descriptors;
    }

    @Override
    public InputStream schemas() {
        return Objects.requireNonNull(ShapesVerbs.class.getResourceAsStream(
                "/META-INF/cnv/schemas/shapes.Shapes.json"));
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        switch (verb) {
            case 0: return new ShapeFutureCertificate.Input();
            case 1: return new ShapeImportedCertificate.Input(in.at("count").int32());
            case 2: return new ShapeLaterCertificate.Input();
            case 3: return new ShapeOfClassCertificate.Input(
                            in.at("left").int32(), in.at("right").int32());
            case 4: return new ShapePlainCertificate.Input();
            case 5: return new ShapeProofOnlyCertificate.Input();
            case 6: return new ShapeQualifiedCertificate.Input(in.at("count").int32());
            case 7: return new ShapeStageCertificate.Input(in.at("name").text());
            case 8: return new ShapeStreamCertificate.Input(in.at("count").int32());
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        switch (verb) {
            case 1 -> {
                var it = (ShapeImportedCertificate.Input) input;
                out.at("count").int32(it.count());
            }
            case 3 -> {
                var it = (ShapeOfClassCertificate.Input) input;
                out.at("left").int32(it.left());
                out.at("right").int32(it.right());
            }
            case 6 -> {
                var it = (ShapeQualifiedCertificate.Input) input;
                out.at("count").int32(it.count());
            }
            case 7 -> {
                var it = (ShapeStageCertificate.Input) input;
                out.at("name").text(it.name());
            }
            case 8 -> {
                var it = (ShapeStreamCertificate.Input) input;
                out.at("count").int32(it.count());
            }
            case 0, 2, 4, 5 -> {}
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void writeResult(int verb, Object result, ValueWriter out) {
        switch (verb) {
            case 0 -> out.list((List<String>) result, ValueWriter::text);
            case 1 -> out.int32((Integer) result);
            case 3 -> out.int32((Integer) result);
            case 5 -> out.text((String) result);
            case 6 -> out.text((String) result);
            case 7 -> out.text((String) result);
            case 8 -> out.int32((Integer) result);
            case 2, 4 -> {}
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
        switch (4 * verb + stage.position()) {
            case 0: return new ShapeFutureCertificate.Unchecked(proof);
            case 1: return new ShapeFutureCertificate.PolicyChecked(proof);
            case 2: return new ShapeFutureCertificate.CapabilityChecked(proof);
            case 3: return new ShapeFutureCertificate.Verified(proof);
            case 4: return new ShapeImportedCertificate.Unchecked(proof);
            case 5: return new ShapeImportedCertificate.PolicyChecked(proof);
            case 6: return new ShapeImportedCertificate.CapabilityChecked(proof);
            case 7: return new ShapeImportedCertificate.Verified(proof);
            case 8: return new ShapeLaterCertificate.Unchecked(proof);
            case 9: return new ShapeLaterCertificate.PolicyChecked(proof);
            case 10: return new ShapeLaterCertificate.CapabilityChecked(proof);
            case 11: return new ShapeLaterCertificate.Verified(proof);
            case 12: return new ShapeOfClassCertificate.Unchecked(proof);
            case 13: return new ShapeOfClassCertificate.PolicyChecked(proof);
            case 14: return new ShapeOfClassCertificate.CapabilityChecked(proof);
            case 15: return new ShapeOfClassCertificate.Verified(proof);
            case 16: return new ShapePlainCertificate.Unchecked(proof);
            case 17: return new ShapePlainCertificate.PolicyChecked(proof);
            case 18: return new ShapePlainCertificate.CapabilityChecked(proof);
            case 19: return new ShapePlainCertificate.Verified(proof);
            case 20: return new ShapeProofOnlyCertificate.Unchecked(proof);
            case 21: return new ShapeProofOnlyCertificate.PolicyChecked(proof);
            case 22: return new ShapeProofOnlyCertificate.CapabilityChecked(proof);
            case 23: return new ShapeProofOnlyCertificate.Verified(proof);
            case 24: return new ShapeQualifiedCertificate.Unchecked(proof);
            case 25: return new ShapeQualifiedCertificate.PolicyChecked(proof);
            case 26: return new ShapeQualifiedCertificate.CapabilityChecked(proof);
            case 27: return new ShapeQualifiedCertificate.Verified(proof);
            case 28: return new ShapeStageCertificate.Unchecked(proof);
            case 29: return new ShapeStageCertificate.PolicyChecked(proof);
            case 30: return new ShapeStageCertificate.CapabilityChecked(proof);
            case 31: return new ShapeStageCertificate.Verified(proof);
            case 32: return new ShapeStreamCertificate.Unchecked(proof);
            case 33: return new ShapeStreamCertificate.PolicyChecked(proof);
            case 34: return new ShapeStreamCertificate.CapabilityChecked(proof);
            case 35: return new ShapeStreamCertificate.Verified(proof);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) throws Throwable {
        switch (verb) {
            case 0: return future(dispatch);
            case 1: return imported(dispatch);
            case 2: return later(dispatch);
            case 3: return ofClass(dispatch);
            case 4: return plain(dispatch);
            case 5: return proofOnly(dispatch);
            case 6: return qualified(dispatch);
            case 7: return stage(dispatch);
            case 8: return stream(dispatch);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    private Object future(Dispatch dispatch) throws Throwable {
        new ShapeFutureCertificate.Verified(dispatch.open("shape.future"));
        return handler.future();
    }

    private Object imported(Dispatch dispatch) {
        var proof = new ShapeImportedCertificate.Verified(dispatch.open("shape.imported"));
        var in = proof.input();
        return handler.imported(proof, in.count());
    }

    private Object later(Dispatch dispatch) {
        new ShapeLaterCertificate.Verified(dispatch.open("shape.later"));
        return handler.later();
    }

    private Object ofClass(Dispatch dispatch) throws Throwable {
        var in = new ShapeOfClassCertificate.Verified(dispatch.open("shape.of-class")).input();
        return Shapes.ofClass(in.left(), in.right());
    }

    private Object plain(Dispatch dispatch) {
        new ShapePlainCertificate.Verified(dispatch.open("shape.plain"));
        handler.plain();
        return null;
    }

    private Object proofOnly(Dispatch dispatch) {
        var proof = new ShapeProofOnlyCertificate.Verified(dispatch.open("shape.proof-only"));
        return handler.proofOnly(proof);
    }

    private Object qualified(Dispatch dispatch) {
        var proof = new ShapeQualifiedCertificate.Verified(dispatch.open("shape.qualified"));
        var in = proof.input();
        return handler.qualified(proof, in.count());
    }

    private Object stage(Dispatch dispatch) {
        var in = new ShapeStageCertificate.Verified(dispatch.open("shape.stage")).input();
        return handler.stage(in.name());
    }

    private Object stream(Dispatch dispatch) {
        var in = new ShapeStreamCertificate.Verified(dispatch.open("shape.stream")).input();
        return handler.stream(in.count());
    }

    private static VerbDescriptor futureDescriptor() {
        return VerbDescriptor.of("shape.future", "1.0.0", "shapes.Shapes#future")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .returns(ValueType.list(ValueType.TEXT), VerbDescriptor.ResultShape.ASYNC)
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "2190d6662be33cc8404337fcfd79f46425dd7c264c108ca10f0817fe0bc3540f");
    }

    private static VerbDescriptor importedDescriptor() {
        return VerbDescriptor.of("shape.imported", "1.0.0", "shapes.Shapes#imported")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("count", ValueType.INT32, "")
                .returns(ValueType.INT32)
                .schemas("218f8a2ec6811b962022ea536d1efbded96de4388ed473dab3953256210aa85f",
                        "6d0e350bfa65b1f36f09746118b808ae369bd6f784d4d97b2aae751a662a9339");
    }

    private static VerbDescriptor laterDescriptor() {
        return VerbDescriptor.of("shape.later", "1.0.0", "shapes.Shapes#later")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .returns(ValueType.NOTHING, VerbDescriptor.ResultShape.ASYNC)
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor ofClassDescriptor() {
        return VerbDescriptor.of("shape.of-class", "1.0.0", "shapes.Shapes#ofClass")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("left", ValueType.INT32, "")
                .required("right", ValueType.INT32, "")
                .returns(ValueType.INT32)
                .schemas("1efd64e920eb4349df035676da9251a19bb92764dabe3104521c6312e60f93cb",
                        "6d0e350bfa65b1f36f09746118b808ae369bd6f784d4d97b2aae751a662a9339");
    }

    private static VerbDescriptor plainDescriptor() {
        return VerbDescriptor.of("shape.plain", "1.0.0", "shapes.Shapes#plain")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor proofOnlyDescriptor() {
        return VerbDescriptor.of("shape.proof-only", "1.0.0", "shapes.Shapes#proofOnly")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .returns(ValueType.TEXT)
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "612c3c87bf6797405b741d516ad1866d9395ec1d20276a5baf58fc676aabff2f");
    }

    private static VerbDescriptor qualifiedDescriptor() {
        return VerbDescriptor.of("shape.qualified", "1.0.0", "shapes.Shapes#qualified")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("count", ValueType.INT32, "")
                .returns(ValueType.TEXT)
                .schemas("218f8a2ec6811b962022ea536d1efbded96de4388ed473dab3953256210aa85f",
                        "612c3c87bf6797405b741d516ad1866d9395ec1d20276a5baf58fc676aabff2f");
    }

    private static VerbDescriptor stageDescriptor() {
        return VerbDescriptor.of("shape.stage", "1.0.0", "shapes.Shapes#stage")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("name", ValueType.TEXT, "")
                .returns(ValueType.TEXT, VerbDescriptor.ResultShape.ASYNC)
                .schemas("be67607543b7a18a0892b2080cdac2e19e884d699bd02647cbb4e55f04d24343",
                        "612c3c87bf6797405b741d516ad1866d9395ec1d20276a5baf58fc676aabff2f");
    }

    private static VerbDescriptor streamDescriptor() {
        return VerbDescriptor.of("shape.stream", "1.0.0", "shapes.Shapes#stream")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("count", ValueType.INT32, "")
                .returns(ValueType.INT32, VerbDescriptor.ResultShape.STREAM)
                .schemas("218f8a2ec6811b962022ea536d1efbded96de4388ed473dab3953256210aa85f",
                        "6d0e350bfa65b1f36f09746118b808ae369bd6f784d4d97b2aae751a662a9339");
    }

    /** Typed calls for one caller; {@link Shapes} explains them. */
    @SuppressWarnings("doclint:missing")
    public static final class Calls {
        private final Session session;

        private Calls(Session session) {
            this.session = session;
        }

        /** Calls {@code shape.future}. */
        public Outcome<List<String>> future() {
            return session.call(FUTURE, new ShapeFutureCertificate.Input());
        }

        /** Calls {@code shape.imported}. */
        public Outcome<Integer> imported(int count) {
            return session.call(IMPORTED, new ShapeImportedCertificate.Input(count));
        }

        /** Calls {@code shape.later}. */
        public Outcome<Void> later() {
            return session.call(LATER, new ShapeLaterCertificate.Input());
        }

        /** Calls {@code shape.of-class}. */
        public Outcome<Integer> ofClass(int left, int right) {
            return session.call(OF_CLASS, new ShapeOfClassCertificate.Input(left, right));
        }

        /** Calls {@code shape.plain}. */
        public Outcome<Void> plain() {
            return session.call(PLAIN, new ShapePlainCertificate.Input());
        }

        /** Calls {@code shape.proof-only}. */
        public Outcome<String> proofOnly() {
            return session.call(PROOF_ONLY, new ShapeProofOnlyCertificate.Input());
        }

        /** Calls {@code shape.qualified}. */
        public Outcome<String> qualified(int count) {
            return session.call(QUALIFIED, new ShapeQualifiedCertificate.Input(count));
        }

        /** Calls {@code shape.stage}. */
        public Outcome<String> stage(String name) {
            return session.call(STAGE, new ShapeStageCertificate.Input(name));
        }

        /** Calls {@code shape.stream}. */
        public Outcome<Flow.Publisher<Integer>> stream(int count) {
            return session.call(STREAM, new ShapeStreamCertificate.Input(count));
        }
    }
}
