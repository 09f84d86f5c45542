package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.spi.Dispatch;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.ValueReader;
import dev.cnv.runtime.spi.ValueWriter;
import dev.cnv.runtime.spi.VerbModule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** An application does not start over modules that do not fit together. */
class RegistryTest {

    private static final VerbModule BANK = new BankVerbs(new Bank());

    /** A generated module with something changed. */
    private record Changed(List<VerbDescriptor> verbs, UnaryOperator<String> schema)
            implements VerbModule {

        @Override
        public String summary() {
            return BANK.summary();
        }

        @Override
        public InputStream schemas() {
            try (InputStream in = BANK.schemas()) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return new ByteArrayInputStream(
                        schema.apply(text).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Object readInput(int verb, ValueReader in) {
            return BANK.readInput(verb, in);
        }

        @Override
        public void writeInput(int verb, Object input, ValueWriter out) {
            BANK.writeInput(verb, input, out);
        }

        @Override
        public void writeResult(int verb, Object result, ValueWriter out) {
            BANK.writeResult(verb, result, out);
        }

        @Override
        public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
            return BANK.certificate(verb, stage, proof);
        }

        @Override
        public Object invoke(int verb, Dispatch dispatch) throws Throwable {
            return BANK.invoke(verb, dispatch);
        }
    }

    private static void refused(String part, VerbModule... modules) {
        var e = assertThrows(
                IllegalArgumentException.class,
                () -> Cnv.builder().verbs(modules).build().close());
        assertTrue(String.valueOf(e.getMessage()).contains(part), e.getMessage());
    }

    @Test
    void build_capabilityProvidedTwice_isRefused() {
        refused("is provided twice: by", BANK, new BankVerbs(new Bank()));
    }

    @Test
    void build_requirementThatNobodyProvides_isRefused() {
        List<VerbDescriptor> audit = BANK.verbs().stream()
                .filter(verb -> verb.id().path().equals("bank.audit"))
                .toList();
        refused(
                "requires bank.balance, which no module provides",
                new Changed(audit, UnaryOperator.identity()));
    }

    @Test
    void build_schemaThatIsNotTheDescriptors_isRefused() {
        refused(
                "has another input schema",
                new Changed(
                        BANK.verbs(), text -> text.replace("\"minimum\":1,", "\"minimum\":0,")));
        refused("capability=bank.audit has no input schema", new Changed(BANK.verbs(), _ -> "{}"));
    }

    @Test
    void build_unchangedModule_starts() {
        try (Fixture f = new Fixture()) {
            assertEquals(BANK.verbs().size(), f.cnv.verbs().size());
        }
    }

    @Test
    void call_nounThatOnlyVerbsBelowHave_isToldApartFromAnUnknownOne() {
        try (Fixture f = new Fixture()) {
            assertEquals(
                    Reason.VERB_UNKNOWN,
                    Fixture.reason(Fixture.json(f.alice(), "bank.safe.close", "{}")));
            assertEquals(
                    Reason.VERB_UNKNOWN,
                    Fixture.reason(Fixture.json(f.alice(), "bank.sell", "{}")));
            assertEquals(
                    Reason.NOUN_UNKNOWN, Fixture.reason(Fixture.json(f.alice(), "ban.sell", "{}")));
        }
    }
}
