package clashes;

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
import javax.annotation.processing.Generated;

/** The verbs of {@link Clashes}. */
@Generated("dev.cnv.processor.CnvProcessor")
public final class ClashesVerbs implements VerbModule {
    /** {@code clash.k-e-y}, see {@link Clashes#key}. */
    static final VerbKey<ClashKEYCertificate.Input, Step> KEY = VerbKey.of("clash.k-e-y");
    /** {@code clash.values}, see {@link Clashes#values}. */
    public static final VerbKey<ClashValuesCertificate.Input, Integer> VALUES =
            VerbKey.of("clash.values");

    private final List<VerbDescriptor> descriptors = List.of(keyDescriptor(), valuesDescriptor());
    private final Clashes handler;

    /** Verbs of a new {@link Clashes}. */
    public ClashesVerbs() {
        this(new Clashes());
    }

    /**
     * Verbs of a given {@link Clashes}.
     *
     * @param handler runs the verbs
     */
    public ClashesVerbs(Clashes handler) {
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
        return "Types that are called as what generated code uses, and texts that look like its holes.";
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return descriptors;
    }

    @Override
    public InputStream schemas() {
        return Objects.requireNonNull(ClashesVerbs.class.getResourceAsStream(
                "/META-INF/cnv/schemas/clashes.Clashes.json"));
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        switch (verb) {
            case 0: return new ClashKEYCertificate.Input(
                            in.at("session").structure(ClashesVerbs::readSession),
                            in.at("input").structure(ClashesVerbs::readInput2),
                            in.at("verified").structure(ClashesVerbs::readVerified),
                            in.at("calls").structure(ClashesVerbs::readCalls),
                            in.at("theirs").structure(ClashesVerbs::readStep2),
                            in.at("outcomes").list(from -> from.choice(other.Outcome.class)),
                            in.at("method").structure(ClashesVerbs::readMETHOD));
            case 1: return new ClashValuesCertificate.Input(
                            in.at("verb").int32(), in.at("out").int32(), in.at("in").int32(),
                            in.at("proof").int32(), in.at("dispatch").int32(),
                            in.at("handler").int32(), in.at("it").int32(),
                            in.at("result").int32());
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        switch (verb) {
            case 0 -> {
                var it = (ClashKEYCertificate.Input) input;
                out.at("session").structure(it.session(), ClashesVerbs::writeSession);
                out.at("input").structure(it.input(), ClashesVerbs::writeInput2);
                out.at("verified").structure(it.verified(), ClashesVerbs::writeVerified);
                out.at("calls").structure(it.calls(), ClashesVerbs::writeCalls);
                out.at("theirs").structure(it.theirs(), ClashesVerbs::writeStep2);
                out.at("outcomes").list(it.outcomes(), ValueWriter::choice);
                out.at("method").structure(it.method(), ClashesVerbs::writeMETHOD);
            }
            case 1 -> {
                var it = (ClashValuesCertificate.Input) input;
                out.at("verb").int32(it.verb());
                out.at("out").int32(it.out());
                out.at("in").int32(it.in());
                out.at("proof").int32(it.proof());
                out.at("dispatch").int32(it.dispatch());
                out.at("handler").int32(it.handler());
                out.at("it").int32(it.it());
                out.at("result").int32(it.result());
            }
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeResult(int verb, Object result, ValueWriter out) {
        switch (verb) {
            case 0 -> out.structure((Step) result, ClashesVerbs::writeStep);
            case 1 -> out.int32((Integer) result);
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
        switch (4 * verb + stage.position()) {
            case 0: return new ClashKEYCertificate.Unchecked(proof);
            case 1: return new ClashKEYCertificate.PolicyChecked(proof);
            case 2: return new ClashKEYCertificate.CapabilityChecked(proof);
            case 3: return new ClashKEYCertificate.Verified(proof);
            case 4: return new ClashValuesCertificate.Unchecked(proof);
            case 5: return new ClashValuesCertificate.PolicyChecked(proof);
            case 6: return new ClashValuesCertificate.CapabilityChecked(proof);
            case 7: return new ClashValuesCertificate.Verified(proof);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) throws Throwable {
        switch (verb) {
            case 0: return key(dispatch);
            case 1: return values(dispatch);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    private Object key(Dispatch dispatch) {
        var in = new ClashKEYCertificate.Verified(dispatch.open("clash.k-e-y")).input();
        return handler.key(
                in.session(), in.input(), in.verified(), in.calls(), in.theirs(), in.outcomes(),
                in.method());
    }

    private Object values(Dispatch dispatch) {
        var in = new ClashValuesCertificate.Verified(dispatch.open("clash.values")).input();
        return Clashes.values(
                in.verb(), in.out(), in.in(), in.proof(), in.dispatch(), in.handler(), in.it(),
                in.result());
    }

    private static clashes.Calls readCalls(ValueReader in) {
        return new clashes.Calls(in.at("number").int32());
    }

    private static void writeCalls(ValueWriter out, clashes.Calls it) {
        out.at("number").int32(it.number());
    }

    private static ValueType callsType() {
        return ValueType.structure(
                "Calls",
                ValueType.field("number", ValueType.INT32, ""));
    }

    private static Clashes.Session readSession(ValueReader in) {
        return new Clashes.Session(in.at("text").text());
    }

    private static void writeSession(ValueWriter out, Clashes.Session it) {
        out.at("text").text(it.text());
    }

    private static ValueType sessionType() {
        return ValueType.structure(
                "Session",
                ValueType.field("text", ValueType.TEXT, ""));
    }

    private static Input readInput2(ValueReader in) {
        return new Input(in.at("number").int32());
    }

    private static void writeInput2(ValueWriter out, Input it) {
        out.at("number").int32(it.number());
    }

    private static ValueType input2Type() {
        return ValueType.structure(
                "Input",
                ValueType.field("number", ValueType.INT32, ""));
    }

    private static METHOD readMETHOD(ValueReader in) {
        return new METHOD(in.at("number").int32());
    }

    private static void writeMETHOD(ValueWriter out, METHOD it) {
        out.at("number").int32(it.number());
    }

    private static ValueType mETHODType() {
        return ValueType.structure(
                "METHOD",
                ValueType.field("number", ValueType.INT32, ""));
    }

    private static void writeStep(ValueWriter out, Step it) {
        out.at("number").int32(it.number());
    }

    private static ValueType stepType() {
        return ValueType.structure(
                "Step",
                ValueType.field("number", ValueType.INT32, ""));
    }

    private static Verified readVerified(ValueReader in) {
        return new Verified(in.at("number").int32());
    }

    private static void writeVerified(ValueWriter out, Verified it) {
        out.at("number").int32(it.number());
    }

    private static ValueType verifiedType() {
        return ValueType.structure(
                "Verified",
                ValueType.field("number", ValueType.INT32, ""));
    }

    private static other.Step readStep2(ValueReader in) {
        return new other.Step(in.at("name").text());
    }

    private static void writeStep2(ValueWriter out, other.Step it) {
        out.at("name").text(it.name());
    }

    private static ValueType step2Type() {
        return ValueType.structure(
                "Step",
                ValueType.field("name", ValueType.TEXT, ""));
    }

    private static VerbDescriptor keyDescriptor() {
        return VerbDescriptor.of("clash.k-e-y", "1.0.0", "clashes.Clashes#key")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("session", sessionType(), "")
                .required("input", input2Type(), "")
                .required("verified", verifiedType(), "")
                .required("calls", callsType(), "")
                .required("theirs", step2Type(), "")
                .optional("outcomes", ValueType.list(ValueType.choice("Outcome", "GOOD")), "")
                .required(
                        "method", mETHODType(),
                        "$ID$ and \"quotes\" @param {@code x} */ <b> \\u002a/")
                .returns(stepType())
                .schemas("839f35fb7e7cbe5216d3f14165658615dd973ad04e498d8845bfbf057d49ffd1",
                        "606f2089c921f7a910f9dc51949b1fe7726f872d51fd5c46390f3a2aa12f17a7");
    }

    private static VerbDescriptor valuesDescriptor() {
        return VerbDescriptor.of("clash.values", "1.0.0", "clashes.Clashes#values")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("verb", ValueType.INT32, "")
                .required("out", ValueType.INT32, "")
                .required("in", ValueType.INT32, "")
                .required("proof", ValueType.INT32, "")
                .required("dispatch", ValueType.INT32, "")
                .required("handler", ValueType.INT32, "")
                .required("it", ValueType.INT32, "")
                .required("result", ValueType.INT32, "")
                .returns(ValueType.INT32)
                .schemas("14604dbda592f082a22b4c5b962d7a6223a147cc46de2884076523f5a232e378",
                        "6d0e350bfa65b1f36f09746118b808ae369bd6f784d4d97b2aae751a662a9339");
    }

    /** Typed calls for one caller; {@link Clashes} explains them. */
    @SuppressWarnings("doclint:missing")
    public static final class Calls {
        private final Session session;

        private Calls(Session session) {
            this.session = session;
        }

        /** Calls {@code clash.k-e-y}. */
        Outcome<Step> key(
                Clashes.Session session, Input input, Verified verified, clashes.Calls calls,
                other.Step theirs, List<other.Outcome> outcomes, METHOD method) {
            return this.session.call(KEY, new ClashKEYCertificate.Input(
                    session, input, verified, calls, theirs, outcomes, method));
        }

        /** Calls {@code clash.values}. */
        public Outcome<Integer> values(
                int verb, int out, int in, int proof, int dispatch, int handler, int it,
                int result) {
            return session.call(VALUES, new ClashValuesCertificate.Input(
                    verb, out, in, proof, dispatch, handler, it, result));
        }
    }
}
