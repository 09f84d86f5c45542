package visibility;

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

/** The verbs of {@link Mixed}. */
@Generated("dev.cnv.processor.CnvProcessor")
@SuppressWarnings({"deprecation", "removal"})
public final class MixedVerbs implements VerbModule {
    /** {@code mixed.inside}, see {@link Mixed#inside}. */
    static final VerbKey<MixedInsideCertificate.Input, List<Hidden.Part>> INSIDE =
            VerbKey.of("mixed.inside");
    /** {@code mixed.outside}, see {@link Mixed#outside}. */
    public static final VerbKey<MixedOutsideCertificate.Input, Mixed.Old> OUTSIDE =
            VerbKey.of("mixed.outside");

    private final List<VerbDescriptor> descriptors = List.of(
            insideDescriptor(), outsideDescriptor());
    private final Mixed handler;

    /** Verbs of a new {@link Mixed}. */
    public MixedVerbs() {
        this(new Mixed());
    }

    /**
     * Verbs of a given {@link Mixed}.
     *
     * @param handler runs the verbs
     */
    public MixedVerbs(Mixed handler) {
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
        return "Public, with a verb of package-private types and deprecated ones.";
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return descriptors;
    }

    @Override
    public InputStream schemas() {
        return Objects.requireNonNull(MixedVerbs.class.getResourceAsStream(
                "/META-INF/cnv/schemas/visibility.Mixed.json"));
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        switch (verb) {
            case 0: return new MixedInsideCertificate.Input(
                            in.at("parts").list(from -> from.structure(MixedVerbs::readPart)));
            case 1: return new MixedOutsideCertificate.Input(
                            in.at("old").choice(Mixed.Old.class), in.at("to").int32(),
                            in.at("accounts-verbs").text());
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        switch (verb) {
            case 0 -> {
                var it = (MixedInsideCertificate.Input) input;
                out.at("parts").list(it.parts(), (to, each) -> to.structure(each, MixedVerbs::writePart));
            }
            case 1 -> {
                var it = (MixedOutsideCertificate.Input) input;
                out.at("old").choice(it.old());
                out.at("to").int32(it.TO());
                out.at("accounts-verbs").text(it.AccountsVerbs());
            }
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void writeResult(int verb, Object result, ValueWriter out) {
        switch (verb) {
            case 0 -> out.list((List<Hidden.Part>) result, (to, each) -> to.structure(each, MixedVerbs::writePart));
            case 1 -> out.choice((Mixed.Old) result);
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
        switch (4 * verb + stage.position()) {
            case 0: return new MixedInsideCertificate.Unchecked(proof);
            case 1: return new MixedInsideCertificate.PolicyChecked(proof);
            case 2: return new MixedInsideCertificate.CapabilityChecked(proof);
            case 3: return new MixedInsideCertificate.Verified(proof);
            case 4: return new MixedOutsideCertificate.Unchecked(proof);
            case 5: return new MixedOutsideCertificate.PolicyChecked(proof);
            case 6: return new MixedOutsideCertificate.CapabilityChecked(proof);
            case 7: return new MixedOutsideCertificate.Verified(proof);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) throws Throwable {
        switch (verb) {
            case 0: return inside(dispatch);
            case 1: return outside(dispatch);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    private Object inside(Dispatch dispatch) {
        var in = new MixedInsideCertificate.Verified(dispatch.open("mixed.inside")).input();
        return handler.inside(in.parts());
    }

    private Object outside(Dispatch dispatch) {
        var in = new MixedOutsideCertificate.Verified(dispatch.open("mixed.outside")).input();
        return handler.outside(in.old(), in.TO(), in.AccountsVerbs());
    }

    private static Hidden.Part readPart(ValueReader in) {
        return new Hidden.Part(in.at("name").text());
    }

    private static void writePart(ValueWriter out, Hidden.Part it) {
        out.at("name").text(it.name());
    }

    private static ValueType partType() {
        return ValueType.structure(
                "Part",
                ValueType.field("name", ValueType.TEXT, ""));
    }

    private static VerbDescriptor insideDescriptor() {
        return VerbDescriptor.of("mixed.inside", "1.0.0", "visibility.Mixed#inside")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .optional("parts", ValueType.list(partType()), "")
                .returns(ValueType.list(partType()))
                .schemas("1add1e00fc5b2124fcae0b9d56a06107a4f73d82c9bfbd50bfaece9336910ce2",
                        "db4d2334a8da381c43e39042d16912ed5816b6c4b87084f437bbe6b7f005c31c");
    }

    private static VerbDescriptor outsideDescriptor() {
        return VerbDescriptor.of("mixed.outside", "1.0.0", "visibility.Mixed#outside")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("old", ValueType.choice("Old", "OLD"), "")
                .required("to", ValueType.INT32, "")
                .required("accounts-verbs", ValueType.TEXT, "")
                .returns(ValueType.choice("Old", "OLD"))
                .schemas("07eece490800a4745da2246b2176d20e3b0769925cf5c837cb78a5bebc854d05",
                        "67417d97d347668a131ad6e9574fcacbbdb9ae4b3854eb14c143f4c0b7ab9ae2");
    }

    /** Typed calls for one caller; {@link Mixed} explains them. */
    @SuppressWarnings("doclint:missing")
    public static final class Calls {
        private final Session session;

        private Calls(Session session) {
            this.session = session;
        }

        /** Calls {@code mixed.inside}. */
        Outcome<List<Hidden.Part>> inside(List<Hidden.Part> parts) {
            return session.call(INSIDE, new MixedInsideCertificate.Input(parts));
        }

        /** Calls {@code mixed.outside}. */
        public Outcome<Mixed.Old> outside(Mixed.Old old, int TO, String AccountsVerbs) {
            return session.call(OUTSIDE, new MixedOutsideCertificate.Input(old, TO, AccountsVerbs));
        }
    }
}
