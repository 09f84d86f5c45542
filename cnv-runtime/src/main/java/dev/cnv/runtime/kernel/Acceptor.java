package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.ExportedClaims;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.kernel.Examined.Passed;
import dev.cnv.runtime.kernel.Examined.Point;
import dev.cnv.runtime.kernel.Examined.Refused;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Takes a certificate of another runtime for a call. The issuer's word stands in the place of the
 * caller's chain and of nothing else: this runtime's own policy, and every check of the last stage,
 * must hold here too. Without a name of its own a runtime accepts none.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
final class Acceptor {

    private final Registry registry;
    private final Decoder decoder;
    private final Examiner examiner;
    private final TrustControl trust;
    private final Time time;

    Acceptor(KernelParts parts, Decoder decoder, Examiner examiner, TrustControl trust) {
        this.registry = parts.registry();
        this.decoder = decoder;
        this.examiner = examiner;
        this.trust = trust;
        this.time = parts.time();
    }

    /**
     * What is presented.
     *
     * @param verb the verb that it shall be for
     * @param certificate the certificate
     * @param arguments the arguments; empty to take those that the certificate carries
     * @param presenter who presents it
     * @param options what the presenter asks for
     * @param context the presenter's context
     */
    record Presented(
            CapabilityId verb,
            ExportedCertificate certificate,
            Optional<JsonNode> arguments,
            Caller presenter,
            CallOptions options,
            CallContext context) {}

    /** Runs every check up to the last stage. */
    Examined accept(Presented given) {
        Point at = new Point(
                DecisionStage.AUTHENTICATE,
                given.verb(),
                registry.find(given.verb()),
                Optional.empty());
        if (given.presenter().refusal().isPresent()) {
            return new Refused(at, given.presenter().refusal().get());
        }
        return switch (given.certificate()
                .check(id -> trust.current().certificateIssuer(id).map(Trust.Issuer::key))) {
            case ExportedCertificate.Checked.Refused(Denial denial) -> new Refused(at, denial);
            case ExportedCertificate.Checked.Held held ->
                accept(given, new Vouched(held.claims(), held.key()), at);
        };
    }

    private Examined accept(Presented given, Vouched vouched, Point at) {
        ExportedClaims claims = vouched.claims();
        Optional<Denial> denial = vouched.valid(time.now(), trust.current())
                .or(() -> audience(claims))
                .or(() -> verb(given.verb(), claims, at.entry()));
        if (denial.isPresent()) {
            return new Refused(at, denial.get());
        }
        Registry.Entry entry = at.entry().orElseThrow();
        if (given.options().dryRun() && !entry.verb().effects().dryRun()) {
            return new Refused(at, Decoder.noDryRun(entry.verb().id()));
        }
        if (given.arguments().isPresent()) {
            return examine(given, vouched, entry, given.arguments().get());
        }
        if (claims.carried().isEmpty()) {
            return new Refused(at, notCarried(claims));
        }
        try {
            return examine(
                    given, vouched, entry, StrictJson.parse(claims.carried().get()));
        } catch (JsonRefusedException e) {
            return new Refused(at, malformed(String.valueOf(e.getMessage())));
        }
    }

    private Examined examine(
            Presented given, Vouched vouched, Registry.Entry entry, JsonNode arguments) {
        CallOptions options =
                vouched.claims().dryRun() ? given.options().asDryRun() : given.options();
        Examined decoded = decoder.decode(
                entry, arguments, Caller.of(vouched), options, context(given, vouched.claims()));
        if (!(decoded instanceof Passed(Call call))) {
            return decoded;
        }
        Call imported = call.imported(vouched.claims());
        return sameArguments(imported, vouched.claims(), "the given arguments")
                .<Examined>map(
                        denial -> new Refused(Point.of(DecisionStage.VERIFY, imported), denial))
                .orElseGet(() -> prove(imported, vouched.claims()));
    }

    private Examined prove(Call call, ExportedClaims claims) {
        return switch (examiner.policy(call, Route.settled())) {
            case Passed(Call decided) ->
                sameArguments(
                                decided,
                                claims,
                                "the arguments as this runtime's policy rewrites them")
                        .<Examined>map(denial ->
                                new Refused(Point.of(DecisionStage.POLICY, decided), denial))
                        .orElseGet(() -> examiner.grantedAndVerified(decided));
            case Examined other -> other;
        };
    }

    private static CallContext context(Presented given, ExportedClaims claims) {
        CallContext own = given.context();
        return new CallContext(
                own.invocation(),
                claims.correlation(),
                own.parent().or(claims::parent),
                claims.principal(),
                own.qualityOfService(),
                own.received(),
                own.dryRun() || claims.dryRun(),
                own.idempotencyKey());
    }

    private Optional<Denial> audience(ExportedClaims claims) {
        String own = trust.current().audience();
        if (claims.audience().value().equals(own)) {
            return Optional.empty();
        }
        return Optional.of(Denial.of(
                        Reason.CERTIFICATE_AUDIENCE,
                        "certificate=" + claims.id() + " is for runtime=" + claims.audience()
                                + ", and this is "
                                + (own.isEmpty() ? "a runtime without a name" : "runtime=" + own))
                .with("audience", claims.audience().value()));
    }

    private static Optional<Denial> verb(
            CapabilityId asked, ExportedClaims claims, Optional<Registry.Entry> entry) {
        if (!asked.equals(claims.capability()) || entry.isEmpty()) {
            return other(
                    claims, "not for " + asked + (entry.isEmpty() ? ", which is not here" : ""));
        }
        VerbDescriptor verb = entry.get().verb();
        if (!verb.version().equals(claims.version())
                || !verb.effects().effects().equals(claims.effects())) {
            return other(
                    claims,
                    "with effects=" + claims.effects() + "; here is version=" + verb.version()
                            + " with effects=" + verb.effects().effects());
        }
        boolean schemas = verb.inputSchema().equals(claims.inputSchema())
                && verb.outputSchema().equals(claims.outputSchema());
        return schemas
                ? Optional.empty()
                : Optional.of(Denial.of(
                        Reason.SCHEMA_MISMATCH,
                        "the schemas of " + verb.id() + " here are not those that certificate="
                                + claims.id() + " names"));
    }

    private static Optional<Denial> other(ExportedClaims claims, String what) {
        return Optional.of(Denial.of(
                Reason.CERTIFICATE_VERB,
                "certificate=" + claims.id() + " is for " + claims.capability() + "@"
                        + claims.version() + ", " + what));
    }

    private static Optional<Denial> sameArguments(Call call, ExportedClaims claims, String what) {
        return call.digest().equals(claims.arguments())
                ? Optional.empty()
                : Optional.of(Denial.of(
                        Reason.DIGEST_MISMATCH,
                        what + " have digest=" + call.digest() + ", and certificate=" + claims.id()
                                + " is for digest=" + claims.arguments()));
    }

    private static Denial notCarried(ExportedClaims claims) {
        return Denial.of(
                Reason.DIGEST_MISMATCH,
                "certificate=" + claims.id()
                        + " carries the digest of the arguments only; give the arguments beside it");
    }

    private static Denial malformed(String why) {
        return Denial.of(
                Reason.CERTIFICATE_MALFORMED, "the arguments that it carries are no JSON: " + why);
    }
}
