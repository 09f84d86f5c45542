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

/** The verbs of {@link Hidden}. */
@Generated("dev.cnv.processor.CnvProcessor")
public final class HiddenVerbs implements VerbModule {
    /** {@code hidden.show}, see {@link Hidden#show}. */
    static final VerbKey<HiddenShowCertificate.Input, Hidden.Part> SHOW = VerbKey.of("hidden.show");

    private final List<VerbDescriptor> descriptors = List.of(showDescriptor());
    private final Hidden handler;

    /** Verbs of a new {@link Hidden}. */
    public HiddenVerbs() {
        this(new Hidden());
    }

    /**
     * Verbs of a given {@link Hidden}.
     *
     * @param handler runs the verbs
     */
    HiddenVerbs(Hidden handler) {
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
        return "Package-private: so is what is generated of it, as far as a service can be.";
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return descriptors;
    }

    @Override
    public InputStream schemas() {
        return Objects.requireNonNull(HiddenVerbs.class.getResourceAsStream(
                "/META-INF/cnv/schemas/visibility.Hidden.json"));
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        switch (verb) {
            case 0: return new HiddenShowCertificate.Input(
                            in.at("part").structure(HiddenVerbs::readPart));
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        switch (verb) {
            case 0 -> {
                var it = (HiddenShowCertificate.Input) input;
                out.at("part").structure(it.part(), HiddenVerbs::writePart);
            }
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeResult(int verb, Object result, ValueWriter out) {
        switch (verb) {
            case 0 -> out.structure((Hidden.Part) result, HiddenVerbs::writePart);
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
        switch (4 * verb + stage.position()) {
            case 0: return new HiddenShowCertificate.Unchecked(proof);
            case 1: return new HiddenShowCertificate.PolicyChecked(proof);
            case 2: return new HiddenShowCertificate.CapabilityChecked(proof);
            case 3: return new HiddenShowCertificate.Verified(proof);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) throws Throwable {
        switch (verb) {
            case 0: return show(dispatch);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    private Object show(Dispatch dispatch) {
        var in = new HiddenShowCertificate.Verified(dispatch.open("hidden.show")).input();
        return handler.show(in.part());
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

    private static VerbDescriptor showDescriptor() {
        return VerbDescriptor.of("hidden.show", "1.0.0", "visibility.Hidden#show")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .required("part", partType(), "")
                .returns(partType())
                .schemas("42b280d8126a4c19e42ee714c40d31c60ab1b67ad5e07316744096dd2cec5516",
                        "be67607543b7a18a0892b2080cdac2e19e884d699bd02647cbb4e55f04d24343");
    }

    /** Typed calls for one caller; {@link Hidden} explains them. */
    @SuppressWarnings("doclint:missing")
    public static final class Calls {
        private final Session session;

        private Calls(Session session) {
            this.session = session;
        }

        /** Calls {@code hidden.show}. */
        Outcome<Hidden.Part> show(Hidden.Part part) {
            return session.call(SHOW, new HiddenShowCertificate.Input(part));
        }
    }
}
