package quickstart;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Sensitivity;
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
import java.util.List;
import java.util.Objects;
import javax.annotation.processing.Generated;

/** The verbs of {@link Accounts}. */
@Generated("dev.cnv.processor.CnvProcessor")
public final class AccountsVerbs implements VerbModule {
    /** {@code account.transfer}, see {@link Accounts#transfer}. */
    public static final VerbKey<AccountTransferCertificate.Input, Accounts.Balances> TRANSFER =
            VerbKey.of("account.transfer");

    private final List<VerbDescriptor> descriptors = List.of(transferDescriptor());
    private final Accounts handler;

    /** Verbs of a new {@link Accounts}. */
    public AccountsVerbs() {
        this(new Accounts());
    }

    /**
     * Verbs of a given {@link Accounts}.
     *
     * @param handler runs the verbs
     */
    public AccountsVerbs(Accounts handler) {
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
        return "Accounts and the money on them.";
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return descriptors;
    }

    @Override
    public InputStream schemas() {
        return Objects.requireNonNull(AccountsVerbs.class.getResourceAsStream(
                "/META-INF/cnv/schemas/quickstart.Accounts.json"));
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        switch (verb) {
            case 0: return new AccountTransferCertificate.Input(
                            in.at("from").text(), in.at("to").text(), in.at("cents").int64());
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        switch (verb) {
            case 0 -> {
                var it = (AccountTransferCertificate.Input) input;
                out.at("from").text(it.from());
                out.at("to").text(it.to());
                out.at("cents").int64(it.cents());
            }
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public void writeResult(int verb, Object result, ValueWriter out) {
        switch (verb) {
            case 0 -> out.structure((Accounts.Balances) result, AccountsVerbs::writeBalances);
            default -> throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
        switch (4 * verb + stage.position()) {
            case 0: return new AccountTransferCertificate.Unchecked(proof);
            case 1: return new AccountTransferCertificate.PolicyChecked(proof);
            case 2: return new AccountTransferCertificate.CapabilityChecked(proof);
            case 3: return new AccountTransferCertificate.Verified(proof);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) throws Throwable {
        switch (verb) {
            case 0: return transfer(dispatch);
            default: throw new IndexOutOfBoundsException(verb);
        }
    }

    private Object transfer(Dispatch dispatch) {
        var proof = new AccountTransferCertificate.Verified(dispatch.open("account.transfer"));
        var in = proof.input();
        return handler.transfer(proof, in.from(), in.to(), in.cents());
    }

    private static void writeBalances(ValueWriter out, Accounts.Balances it) {
        out.at("from").int64(it.from());
        out.at("note").optional(it.note(), ValueWriter::text);
    }

    private static ValueType balancesType() {
        return ValueType.structure(
                "Balances",
                ValueType.field("from", ValueType.INT64, "left on the source"),
                ValueType.field("note", ValueType.optional(ValueType.TEXT), "what the bank says"));
    }

    private static VerbDescriptor transferDescriptor() {
        return VerbDescriptor.of("account.transfer", "1.0.0", "quickstart.Accounts#transfer")
                .doc("Moves money from one account to another.", "")
                .effects(EffectSet.of(Effect.MUTATE_STATE)
                        .sensitivity(Sensitivity.HIGH)
                        .handling(DataTag.FINANCIAL))
                .required("from", ValueType.TEXT, "the account that pays")
                .required("to", ValueType.TEXT, "the account that receives")
                .parameter(ParameterDescriptor.required("cents", ValueType.INT64, "the amount in cents")
                        .min("1"))
                .returns(balancesType())
                .schemas("932497496f17f01674c63ddb63674639545c8623e9bdc088903eb47cf94d521a",
                        "8efd89436d15dea0dac9f0bddcf658bfd6347922bf10edceeeff79dbb1f71b11");
    }

    /** Typed calls for one caller; {@link Accounts} explains them. */
    @SuppressWarnings("doclint:missing")
    public static final class Calls {
        private final Session session;

        private Calls(Session session) {
            this.session = session;
        }

        /** Moves money from one account to another. */
        public Outcome<Accounts.Balances> transfer(String from, String to, long cents) {
            return session.call(TRANSFER, new AccountTransferCertificate.Input(from, to, cents));
        }
    }
}
