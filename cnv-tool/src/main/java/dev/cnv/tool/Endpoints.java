package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.CnvBuilder;
import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.cli.Termination;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointException;
import dev.cnv.runtime.endpoint.EndpointSettings;
import dev.cnv.runtime.endpoint.RemoteOutcome;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.Receipt;
import dev.cnv.runtime.outcome.VerbRefusedException;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.stream.StreamOptions;
import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Verbs over sockets: those installed here for others, and those of others from here. */
public final class Endpoints {

    /** What workers, ledger and connections may take to close behind the drain time. */
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private static final Duration CANCELLED = Duration.ofSeconds(1);

    private final Termination termination;

    /** Ends with the process, at once. */
    public Endpoints() {
        this(Termination.never());
    }

    Endpoints(Termination termination) {
        this.termination = termination;
    }

    /**
     * What a runtime elsewhere answered.
     *
     * @param result the result as JSON; null of a verb that returns nothing
     * @param repeated whether it is that of an earlier call with the same key
     * @param invocation the call's id
     * @param agent who called, as the runtime found out
     * @param decision where the runtime's ledger has the decision
     * @param outcome where it has the outcome
     * @param receipt what was found out about the signed receipt; none when none was asked for
     */
    public record Answer(
            String result,
            boolean repeated,
            String invocation,
            String agent,
            Optional<Long> decision,
            Optional<Long> outcome,
            Optional<String> receipt) {}

    /**
     * How a server ended.
     *
     * @param address where it listened
     * @param refused how many connections it ended before they carried a call
     */
    public record Served(String address, long refused) {}

    /**
     * Calls a verb of a runtime that is served elsewhere. It is decided and recorded there; a denial ends
     * with the status that the same call would end with there.
     *
     * @param to where it is served: unix:PATH or tls://HOST:PORT
     * @param capability the verb, such as account.transfer
     * @param arg an argument: name=TEXT, or name:=JSON for everything that is no text
     * @param credential the caller's credential file; without it the caller has no rights
     * @param callKey names this very call: a second call with it does not run again
     * @param within waits at most this long
     * @param present approvals to present
     * @param preview whether the verb shall only say what it would do
     * @param events whether to show what the verb says while it runs
     * @param json whether to show each event, one JSON object a line
     * @param receiptTo a new file for the signed receipt
     * @param receiptTrust files of public keys: the receipt must be signed by one of them
     * @param key for TLS, the key that this side shows
     * @param certificates for TLS, the certificate path of that key; without it the server knows the key
     * @param passphrase for TLS, a file with the key's passphrase
     * @param serverKey for TLS, files of public keys that the server may have
     * @param ca for TLS, certificate authorities that may vouch for the server
     * @param crl for TLS, revocation lists of those
     * @return the answer
     * @throws EndpointException when no answer came; its text says whether the verb may have run
     * @throws InterruptedException when the command is interrupted
     */
    @Capability(id = "cnv.call")
    @Effects({Effect.NETWORK_ACCESS, Effect.STORAGE_WRITE})
    @Contract(duration = DurationClass.BATCH)
    public Answer call(
            @Param(flag = 't') String to,
            @Param(flag = 'c') String capability,
            @Param(flag = 'a') List<String> arg,
            Optional<Path> credential,
            Optional<String> callKey,
            Optional<Duration> within,
            List<Path> present,
            boolean preview,
            boolean events,
            boolean json,
            Optional<Path> receiptTo,
            List<Path> receiptTrust,
            Optional<Path> key,
            Optional<Path> certificates,
            @Param(env = "CNV_PASSPHRASE_FILE") Optional<Path> passphrase,
            List<Path> serverKey,
            List<Path> ca,
            List<Path> crl)
            throws EndpointException, InterruptedException {
        RemoteArguments arguments = RemoteArguments.of(capability, arg);
        TlsFiles tls = new TlsFiles(key, certificates, passphrase, serverKey, ca, crl);
        EndpointAddress address = TlsFiles.address(to);
        Client.Builder builder = Client.to(address);
        if (address instanceof EndpointAddress.Tls) {
            builder.tls(tls.identity(), tls.peers());
        }
        CallOptions options = RemoteArguments.options(callKey, within, present, preview);
        RemoteOutcome answer = ask(
                builder,
                RemoteArguments.credential(credential),
                options,
                receiptTo.isPresent() || !receiptTrust.isEmpty(),
                arguments,
                events || json
                        ? Optional.of(new RemoteEvents(
                                Cnv.current().progress(), json, InputFiles.read(receiptTrust)))
                        : Optional.empty());
        return answer(answer.outcome(), receipt(answer, receiptTo, receiptTrust));
    }

    @EffectBoundary(
            value = Effect.NETWORK_ACCESS,
            reason = "what a client keeps of its connection ends with it")
    private static RemoteOutcome ask(
            Client.Builder builder,
            Credential credential,
            CallOptions options,
            boolean wantsReceipt,
            RemoteArguments arguments,
            Optional<RemoteEvents> events)
            throws EndpointException, InterruptedException {
        try (Client client = builder.connect()) {
            RemoteSession session =
                    client.open(credential).with(options).signedReceipts(wantsReceipt);
            return events.isPresent()
                    ? events.get()
                            .show(session.open(
                                    arguments.capability(),
                                    arguments.json(),
                                    StreamOptions.DEFAULT))
                    : session.call(arguments.capability(), arguments.json());
        }
    }

    private static Answer answer(Outcome<JsonNode> outcome, Optional<String> receipt) {
        return switch (outcome) {
            case Outcome.Completed<JsonNode>(JsonNode value, Receipt where, boolean repeated) ->
                new Answer(
                        CanonicalJson.text(value),
                        repeated,
                        where.invocation().toString(),
                        where.agent(),
                        index(where.decision()),
                        index(where.outcome()),
                        receipt);
            case Outcome.Denied<JsonNode>(Denial denial, Receipt _) ->
                throw new VerbRefusedException(denial);
            case Outcome.Failed<JsonNode>(Denial failure, Receipt _) ->
                throw new VerbRefusedException(failure);
            case Outcome.Withheld<JsonNode> _ ->
                throw new VerbRefusedException(Denial.of(
                        Reason.CANCELLED,
                        "the policy there is in mode DRY_RUN, so the verb did not run"));
        };
    }

    private static Optional<Long> index(OptionalLong index) {
        return index.isPresent() ? Optional.of(index.getAsLong()) : Optional.empty();
    }

    /** Checks the receipt, and keeps it whatever became of the call. */
    private static Optional<String> receipt(
            RemoteOutcome answer, Optional<Path> file, List<Path> trust) {
        if (file.isEmpty() && trust.isEmpty()) {
            return Optional.empty();
        }
        SignedReceipt signed = answer.signedReceipt()
                .orElseThrow(() -> new VerbRefusedException(Denial.of(
                        Reason.RECEIPT_UNAVAILABLE,
                        "the runtime there signed no receipt; the call was decided all the same")));
        file.ifPresent(to -> write(to, signed));
        if (trust.isEmpty()) {
            return Optional.of("NOT VERIFIED: --receipt-trust names no keys");
        }
        List<PublicKey> keys = InputFiles.read(trust);
        return switch (signed.check(keys)) {
            case SignedReceipt.Checked.Held held ->
                Optional.of("signature holds, key=" + held.key().id().shortHex());
            case SignedReceipt.Checked.Refused(Denial denial) ->
                throw new VerbRefusedException(denial);
        };
    }

    private static void write(Path file, SignedReceipt receipt) {
        try {
            Files.write(
                    file, receipt.bytes(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new VerbRefusedException(Denial.of(
                    Reason.RECEIPT_UNAVAILABLE,
                    "receiptTo=" + file + " cannot be written: " + e + "; name a new file"));
        }
    }

    /**
     * Serves the verbs that are installed here, but those of this command, until the time is over or the
     * command is interrupted. Each call is decided by the policy and recorded in the ledger. At the end, and
     * when the process is asked to end (SIGTERM), calls that run are answered within the drain time.
     *
     * @param on where to listen: unix:PATH, or tls://HOST:PORT
     * @param policy a file of rules
     * @param trust files of public keys that chains may begin with
     * @param dir the ledger's folder
     * @param name what tokens call this runtime
     * @param signer a key file: signs receipts
     * @param key for TLS, the key that this side shows
     * @param certificates for TLS, the certificate path of that key; without it clients know the key
     * @param passphrase for TLS, a file with the key's passphrase
     * @param clientKey for TLS, files of public keys that clients may have
     * @param ca for TLS, certificate authorities that may vouch for clients
     * @param crl for TLS, revocation lists of those
     * @param duration how long to serve
     * @param drain how long calls that run may take to be answered at the end
     * @return how it ended
     * @throws IOException when it cannot listen there
     * @throws InterruptedException when the command is interrupted
     */
    @Capability(id = "cnv.serve")
    @Effects({Effect.NETWORK_ACCESS, Effect.STORAGE_WRITE})
    @Contract(duration = DurationClass.BATCH)
    public Served serve(
            @Param(flag = 'l') String on,
            Path policy,
            @Param(minLength = 1) List<Path> trust,
            @Param(flag = 'd', env = "CNV_LEDGER", defaultValue = ".cnv/ledger") Path dir,
            Optional<String> name,
            Optional<Path> signer,
            Optional<Path> key,
            Optional<Path> certificates,
            @Param(env = "CNV_PASSPHRASE_FILE") Optional<Path> passphrase,
            List<Path> clientKey,
            List<Path> ca,
            List<Path> crl,
            @Param(defaultValue = "365d") Duration duration,
            @Param(defaultValue = "10s") Duration drain)
            throws IOException, InterruptedException {
        if (!drain.isPositive()) {
            throw new VerbRefusedException(
                    Denial.of(Reason.PARAMETER_RULE_BROKEN, "drain=" + drain + " is not above 0"));
        }
        TlsFiles tls = new TlsFiles(key, certificates, passphrase, clientKey, ca, crl);
        EndpointAddress address = TlsFiles.address(on);
        Trust roots = Trust.of(InputFiles.read(trust).toArray(PublicKey[]::new));
        PolicySet rules = PolicyFiles.read(policy);
        Optional<SigningKey> signing =
                signer.map(file -> InputFiles.secret(file, Optional.empty()));
        return serve(
                new Part(InstalledVerbs.others(), rules, roots, dir, name, signing),
                address instanceof EndpointAddress.Tls ? Optional.of(tls) : Optional.empty(),
                address,
                new Times(duration, drain, termination));
    }

    /**
     * How long a runtime is served.
     *
     * @param duration how long at most
     * @param drain how long calls that run may take at the end
     * @param termination the end of the process
     */
    record Times(Duration duration, Duration drain, Termination termination) {}

    /** What a served runtime is made of. */
    record Part(
            List<VerbModule> verbs,
            PolicySet policy,
            Trust trust,
            Path dir,
            Optional<String> name,
            Optional<SigningKey> signer) {

        /** A runtime without verbs would refuse every call: whoever serves one has forgotten something. */
        Part {
            if (verbs.isEmpty()) {
                throw new VerbRefusedException(Denial.of(
                        Reason.PARAMETER_CONFLICT,
                        "no verbs of an application are installed beside this command; add them to"
                                + " its module path or class path, see cnv verbs list"));
            }
        }

        Cnv open(SystemTime time, Duration drain) {
            CnvBuilder builder = Cnv.builder()
                    .verbs(verbs)
                    .policy(policy)
                    .trust(trust)
                    .time(time)
                    .drain(drain)
                    .ledger(FileLedger.open(dir, time));
            name.ifPresent(builder::name);
            signer.ifPresent(builder::signer);
            return builder.build();
        }
    }

    @EffectBoundary(
            value = {Effect.NETWORK_ACCESS, Effect.STORAGE_WRITE},
            reason = "what the served verbs do is decided and recorded by their own runtime")
    static Served serve(Part part, Optional<TlsFiles> tls, EndpointAddress address, Times times)
            throws IOException, InterruptedException {
        try (SystemTime time = new SystemTime(Clock.systemUTC());
                Cnv cnv = part.open(time, CANCELLED)) {
            Server.Builder server =
                    Server.of(cnv).settings(EndpointSettings.DEFAULT.withDrain(times.drain()));
            tls.ifPresent(files -> server.tls(files.identity(), files.peers()));
            return serve(server, address, times);
        }
    }

    private static Served serve(Server.Builder builder, EndpointAddress address, Times times)
            throws IOException, InterruptedException {
        try (Server server = builder.start(address)) {
            System.out.println("serving at " + server.address());
            System.out.flush();
            times.termination().await(times.duration(), times.drain().plus(CLOSING));
            return new Served(server.address().toString(), server.refusedCount());
        }
    }
}
