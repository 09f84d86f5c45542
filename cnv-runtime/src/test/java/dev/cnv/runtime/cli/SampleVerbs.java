package dev.cnv.runtime.cli;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Phase;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.annotations.Stability;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.capability.VerbDescriptor.ResultShape;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.spi.Dispatch;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.ValueReader;
import dev.cnv.runtime.spi.ValueWriter;
import dev.cnv.runtime.spi.VerbModule;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Verbs that exist as descriptors only: a command line must need nothing else. */
record SampleVerbs(String summary, List<VerbDescriptor> verbs) implements VerbModule {

    private static final String INPUT = "{\"type\":\"object\"}";
    private static final String OUTPUT = "true";

    private static final String INPUT_DIGEST = Digest.of(INPUT).hex();
    private static final String OUTPUT_DIGEST = Digest.of(OUTPUT).hex();

    static final VerbDescriptor TRANSFER = VerbDescriptor.of("account.transfer", "1.2.0")
            .doc(
                    "Moves money from one account to another.",
                    "The fee is 100% waived.\nBoth accounts must exist.")
            .effects(EffectSet.of(Effect.MUTATE_STATE)
                    .sensitivity(Sensitivity.HIGH)
                    .handling(DataTag.FINANCIAL)
                    .withDryRun())
            .contract(ContractTerms.of(DurationClass.USER_INITIATED).asIdempotent())
            .parameters(
                    ParameterDescriptor.required("from", ValueType.TEXT, "the account that pays")
                            .flag('f')
                            .fromEnvironment("BANK_FROM"),
                    ParameterDescriptor.required("to", ValueType.TEXT, "the account that receives"),
                    ParameterDescriptor.required("cents", ValueType.INT64, "the amount in cents")
                            .min("1")
                            .max("1000000"),
                    ParameterDescriptor.optional(
                                    "currency", ValueType.choice("Currency", "EUR", "USD"), "")
                            .withDefault("EUR"),
                    ParameterDescriptor.optional(
                                    "note",
                                    ValueType.list(ValueType.TEXT),
                                    "a line of the statement")
                            .group("Statement"),
                    ParameterDescriptor.optional(
                                    "show", ValueType.BOOLEAN, "show it to the receiver")
                            .withDefault("true")
                            .group("Statement"),
                    ParameterDescriptor.optional("urgent", ValueType.BOOLEAN, "today")
                            .flag('u'),
                    ParameterDescriptor.optional(
                                    "pin", ValueType.optional(ValueType.TEXT), "the payer's PIN")
                            .secret())
            .returns(
                    ValueType.structure(
                            "Balances",
                            ValueType.field("from", ValueType.INT64, "left on the source"),
                            ValueType.field("note", ValueType.optional(ValueType.TEXT), "")),
                    ResultShape.VALUE)
            .requires("account.balance")
            .handler("bank.Accounts#transfer")
            .schemas(INPUT_DIGEST, OUTPUT_DIGEST);

    static final VerbDescriptor BALANCE = VerbDescriptor.of("account.balance", "1.0.0")
            .doc("Says what is on an account.", "")
            .effects(EffectSet.of(Effect.READ_ONLY))
            .parameters(ParameterDescriptor.required("account", ValueType.TEXT, "the account"))
            .returns(ValueType.INT64, ResultShape.VALUE)
            .handler("bank.Accounts#balance")
            .schemas(INPUT_DIGEST, OUTPUT_DIGEST);

    static final VerbDescriptor UNDO = VerbDescriptor.of("account.transfer.undo", "0.1.0")
            .doc("Takes a transfer back.", "")
            .stability(Stability.EXPERIMENTAL)
            .deprecated("It races.", "account.transfer")
            .effects(EffectSet.of(Effect.MUTATE_STATE))
            .handler("bank.Accounts#undo")
            .schemas(INPUT_DIGEST, OUTPUT_DIGEST);

    /** Its parameters have the names of options that every verb has. */
    static final VerbDescriptor DRAIN = VerbDescriptor.of("cluster.node.drain", "1.0.0")
            .doc("Moves work off a node.", "")
            .effects(EffectSet.of(Effect.MUTATE_CONFIG, Effect.NETWORK_ACCESS))
            .phases(Phase.RECOVERY, Phase.DEGRADED)
            .parameters(
                    ParameterDescriptor.required("output", ValueType.PATH, "where the report goes"),
                    ParameterDescriptor.optional("help", ValueType.BOOLEAN, "ask for helpers")
                            .flag('h'),
                    ParameterDescriptor.required("secret", ValueType.TEXT, "the node's secret")
                            .secret()
                            .fromEnvironment("NODE_SECRET"),
                    ParameterDescriptor.optional(
                            "labels", ValueType.map(ValueType.INT32), "weights"),
                    ParameterDescriptor.optional(
                            "force", ValueType.optional(ValueType.BOOLEAN), "do not wait"))
            .handler("ops.Nodes#drain")
            .schemas(INPUT_DIGEST, OUTPUT_DIGEST);

    static List<SampleVerbs> all() {
        return List.of(
                new SampleVerbs(
                        "Accounts and the money on them.", List.of(BALANCE, TRANSFER, UNDO)),
                new SampleVerbs("Machines.", List.of(DRAIN)));
    }

    @Override
    public InputStream schemas() {
        StringBuilder json = new StringBuilder("{");
        for (VerbDescriptor verb : verbs) {
            json.append(json.length() > 1 ? "," : "")
                    .append('"')
                    .append(verb.id())
                    .append("\":{\"input\":" + INPUT + ",\"output\":" + OUTPUT + "}");
        }
        return new ByteArrayInputStream(
                json.append('}').toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        throw new AssertionError("a command line read an input");
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        throw new AssertionError("a command line wrote an input");
    }

    @Override
    public void writeResult(int verb, Object result, ValueWriter out) {
        throw new AssertionError("a command line wrote a result");
    }

    @Override
    public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
        throw new AssertionError("a command line made a certificate");
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) {
        throw new AssertionError("a command line invoked a handler");
    }
}
