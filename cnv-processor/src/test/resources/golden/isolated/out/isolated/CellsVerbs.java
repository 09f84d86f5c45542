package isolated;

import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.ContractTerms;
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

/** The verbs of {@link Cells}. */
@Generated("dev.cnv.processor.CnvProcessor")
public final class CellsVerbs implements VerbModule {
    /** {@code cells.lines}, see {@link Cells#lines}. */
    public static final VerbKey<CellsLinesCertificate.Input, List<Cells.Line>> LINES =
            VerbKey.of("cells.lines");
    /** {@code cells.nothing}, see {@link Cells#nothing}. */
    public static final VerbKey<CellsNothingCertificate.Input, Void> NOTHING =
            VerbKey.of("cells.nothing");
    /** {@code cells.sum}, see {@link Cells#sum}. */
    public static final VerbKey<CellsSumCertificate.Input, Cells.Sum> SUM = VerbKey.of("cells.sum");

    private final List<VerbDescriptor> descriptors = List.of(
            linesDescriptor(), nothingDescriptor(), sumDescriptor());
    private final Cells handler;

    /** Verbs of a new {@link Cells}. */
    public CellsVerbs() {
        this(new Cells());
    }

    /**
     * Verbs of a given {@link Cells}.
     *
     * @param handler runs the verbs
     */
    public CellsVerbs(Cells handler) {
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
        return "Verbs in processes of their own, and one that is not.";
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return descriptors;
    }

    @Override
    public InputStream schemas() {
        return Objects.requireNonNull(CellsVerbs.class.getResourceAsStream(
                "/META-INF/cnv/schemas/isolated.Cells.json"));
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        switch (verb) {
            case 0: return new CellsLinesCertificate.Input();
            case 1: return new CellsNothingCertificate.Input();
            case 2: return new CellsSumCertificate.Input();
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        switch (verb) {
            case 0, 1, 2 -> {}
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public void writeResult(int verb, Object result, ValueWriter out) {
        switch (verb) {
            case 0 -> out.list((List<Cells.Line>) result, (to, each) -> to.structure(each, CellsVerbs::writeLine));
            case 2 -> out.structure((Cells.Sum) result, CellsVerbs::writeCellsSum);
            case 1 -> {}
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
        switch (4 * verb + stage.position()) {
            case 0: return new CellsLinesCertificate.Unchecked(proof);
            case 1: return new CellsLinesCertificate.PolicyChecked(proof);
            case 2: return new CellsLinesCertificate.CapabilityChecked(proof);
            case 3: return new CellsLinesCertificate.Verified(proof);
            case 4: return new CellsNothingCertificate.Unchecked(proof);
            case 5: return new CellsNothingCertificate.PolicyChecked(proof);
            case 6: return new CellsNothingCertificate.CapabilityChecked(proof);
            case 7: return new CellsNothingCertificate.Verified(proof);
            case 8: return new CellsSumCertificate.Unchecked(proof);
            case 9: return new CellsSumCertificate.PolicyChecked(proof);
            case 10: return new CellsSumCertificate.CapabilityChecked(proof);
            case 11: return new CellsSumCertificate.Verified(proof);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) throws Throwable {
        switch (verb) {
            case 0: return lines(dispatch);
            case 1: return nothing(dispatch);
            case 2: return sum(dispatch);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Object readResult(int verb, ValueReader in) {
        switch (verb) {
            case 0: return in.list(from -> from.structure(CellsVerbs::readLine));
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    private Object lines(Dispatch dispatch) {
        new CellsLinesCertificate.Verified(dispatch.open("cells.lines"));
        return handler.lines();
    }

    private Object nothing(Dispatch dispatch) {
        new CellsNothingCertificate.Verified(dispatch.open("cells.nothing"));
        handler.nothing();
        return null;
    }

    private Object sum(Dispatch dispatch) {
        new CellsSumCertificate.Verified(dispatch.open("cells.sum"));
        return handler.sum();
    }

    private static Cells.Line readLine(ValueReader in) {
        return new Cells.Line(in.at("text").text());
    }

    private static void writeLine(ValueWriter out, Cells.Line it) {
        out.at("text").text(it.text());
    }

    private static ValueType lineType() {
        return ValueType.structure(
                "Line",
                ValueType.field("text", ValueType.TEXT, "what it says"));
    }

    private static void writeCellsSum(ValueWriter out, Cells.Sum it) {
        out.at("count").int64(it.count());
    }

    private static ValueType cellsSumType() {
        return ValueType.structure(
                "Sum",
                ValueType.field("count", ValueType.INT64, "how many"));
    }

    private static VerbDescriptor linesDescriptor() {
        return VerbDescriptor.of("cells.lines", "1.0.0", "isolated.Cells#lines")
                .doc("Gives lines.", "")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .contract(ContractTerms.of(DurationClass.INTERACTIVE)
                        .isolation(Isolation.FULLY_ISOLATED))
                .returns(ValueType.list(lineType()))
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "676d9ac212113a681f430dfb0e42723eeb578bc659b7f6d3934971d05c0311aa");
    }

    private static VerbDescriptor nothingDescriptor() {
        return VerbDescriptor.of("cells.nothing", "1.0.0", "isolated.Cells#nothing")
                .doc("Gives nothing.", "")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .contract(ContractTerms.of(DurationClass.INTERACTIVE)
                        .isolation(Isolation.SANDBOXED))
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "b1cd4929e2550e5743a36c545df994d9d2796e4e26828159b0844034ea4fe65a");
    }

    private static VerbDescriptor sumDescriptor() {
        return VerbDescriptor.of("cells.sum", "1.0.0", "isolated.Cells#sum")
                .doc("Runs here.", "")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .returns(cellsSumType())
                .schemas("71fc596a20f27da3dec80050e5d1f553eba34aea24c2853b853488a811e6b892",
                        "117026d81a514d3e4b0396bf151444d290e079b9c2e2d2d5771a678a765b34cb");
    }

    /** Typed calls for one caller; {@link Cells} explains them. */
    @SuppressWarnings("doclint:missing")
    public static final class Calls {
        private final Session session;

        private Calls(Session session) {
            this.session = session;
        }

        /** Gives lines. */
        public Outcome<List<Cells.Line>> lines() {
            return session.call(LINES, new CellsLinesCertificate.Input());
        }

        /** Gives nothing. */
        public Outcome<Void> nothing() {
            return session.call(NOTHING, new CellsNothingCertificate.Input());
        }

        /** Runs here. */
        public Outcome<Cells.Sum> sum() {
            return session.call(SUM, new CellsSumCertificate.Input());
        }
    }
}
