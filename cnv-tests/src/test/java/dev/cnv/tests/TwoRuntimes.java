package dev.cnv.tests;

import dev.cnv.runtime.CnvBuilder;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.certificate.ExportOptions;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.ExportedClaims;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.outcome.CallRefusedException;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A gateway that verifies and exports, and a worker that trusts its certificates. */
final class TwoRuntimes implements AutoCloseable {

    static final BankTransferCertificate.Input INPUT =
            new BankTransferCertificate.Input("alice", "bob", 5);

    static final ExportOptions TO_WORKER = ExportOptions.to("worker");

    final SigningKey key = SigningKey.generate(new SecureRandom());
    final Trust trust = Trust.NONE.withCertificateIssuer("gateway", key.publicKey());
    final Fixture gateway = new Fixture(builder -> builder.name("gateway").signer(key));
    final Fixture worker;

    TwoRuntimes() {
        this(builder -> builder);
    }

    TwoRuntimes(UnaryOperator<CnvBuilder> change) {
        worker = new Fixture(builder -> change.apply(builder.name("worker").trust(trust)));
    }

    /** Whoever carries the certificate to the worker; it has no rights of its own. */
    Session carrier() {
        return worker.cnv.open(Credential.anonymous());
    }

    static BankTransferCertificate.Verified verified(Session session) {
        return BankTransferCertificate.prepare(session, INPUT)
                .orThrow()
                .checkPolicy()
                .orThrow()
                .checkCapability()
                .orThrow()
                .verify()
                .orThrow();
    }

    ExportedCertificate exported() {
        return verified(gateway.alice()).export(TO_WORKER).orThrow();
    }

    BankTransferCertificate.Verified accepted(ExportedCertificate certificate) {
        return carrier()
                .accept(
                        BankVerbs.TRANSFER,
                        certificate,
                        INPUT,
                        BankTransferCertificate.Verified.class)
                .orThrow();
    }

    Denial refused(ExportedCertificate certificate) {
        return denial(carrier()
                .accept(
                        BankVerbs.TRANSFER,
                        certificate,
                        INPUT,
                        BankTransferCertificate.Verified.class));
    }

    Reason reasonFor(ExportedCertificate certificate) {
        return refused(certificate).reason();
    }

    static Denial denial(Step<?> step) {
        try {
            throw new AssertionError("passed: " + step.orThrow());
        } catch (CallRefusedException e) {
            return e.denial();
        }
    }

    ExportedClaims claims(ExportedCertificate certificate) {
        return switch (certificate.check(this::find)) {
            case ExportedCertificate.Checked.Held(ExportedClaims claims, PublicKey _) -> claims;
            case ExportedCertificate.Checked.Refused(Denial denial) ->
                throw new AssertionError(denial);
        };
    }

    /** A certificate that the gateway itself could have signed, with one claim of another value. */
    ExportedCertificate with(ExportedCertificate certificate, String claim, Object value) {
        return ExportedCertificate.sign(key, changed(claims(certificate), claim, value));
    }

    private Optional<PublicKey> find(Digest id) {
        return Optional.of(key.publicKey()).filter(each -> each.id().equals(id));
    }

    static ExportedClaims changed(ExportedClaims claims, String name, Object value) {
        try {
            RecordComponent[] components = ExportedClaims.class.getRecordComponents();
            Object[] values = new Object[components.length];
            boolean found = false;
            for (int i = 0; i < components.length; i++) {
                boolean here = components[i].getName().equals(name);
                found |= here;
                values[i] = here ? value : components[i].getAccessor().invoke(claims);
            }
            if (!found) {
                throw new AssertionError("no claim " + name);
            }
            Class<?>[] types = Arrays.stream(components)
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<ExportedClaims> constructor = ExportedClaims.class.getConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
        worker.close();
    }
}
