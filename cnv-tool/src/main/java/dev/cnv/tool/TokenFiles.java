package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.ChainVerdict;
import dev.cnv.runtime.delegation.Grant;
import dev.cnv.runtime.delegation.KeyVouching;
import dev.cnv.runtime.delegation.PrincipalAuthorities;
import dev.cnv.runtime.delegation.Revocation;
import dev.cnv.runtime.delegation.RevocationReason;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.delegation.VerifiedChain;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Delegation tokens in files: a file holds one chain as a line of text, and no secret. */
public final class TokenFiles {

    /** The largest chain file, in bytes: 64 KiB as base64, and room. */
    private static final int MAX_CHAIN_BYTES = 96 * 1024;

    /**
     * A chain that was written.
     *
     * @param file where
     * @param chain its digest
     * @param links its links
     */
    public record Written(String file, String chain, List<TokenLinks.Link> links) {}

    /**
     * A chain that was read.
     *
     * @param verdict that nothing is verified
     * @param chain its digest
     * @param certificates whose certificates the chain carries, that of its first key first
     * @param links its links
     */
    public record Inspected(
            String verdict, String chain, List<String> certificates, List<TokenLinks.Link> links) {}

    /**
     * A chain that holds.
     *
     * @param verdict that it holds, and at what time
     * @param chain its digest
     * @param principal who may act
     * @param effective what all links together allow
     * @param vouchedBy the certificate by which the first key counts; none when it is trusted itself
     * @param revocations the revocation lists that were asked, and what they cannot say
     * @param checks what was checked
     */
    public record Verified(
            String verdict,
            String chain,
            String principal,
            String effective,
            Optional<String> vouchedBy,
            List<String> revocations,
            List<ChainChecks.Check> checks) {}

    /**
     * Begins a chain: a root gives authority to a first holder.
     *
     * @param key the root's secret key, a key file
     * @param passphrase the passphrase of the key file, when it has one
     * @param holder the public key of whoever gets it: PEM, or its text form
     * @param agent who that is
     * @param type what kind of agent: person, llm, service, ...
     * @param tenant for whom
     * @param grant what it allows, each PATTERN<=LEVEL, such as 'file.read<=READ_ONLY'
     * @param where what an argument must be, each PARAMETER=KIND:VALUE for every grant, or 'PATTERN
     *     PARAMETER=KIND:VALUE' for one: any, exact:V, one-of:V,V, int:MIN..MAX, decimal:MIN..MAX,
     *     subpath:PATH, prefix:TEXT, host:P,P, cidr:B,B, subset:V,V
     * @param forbid verbs that it never allows, whatever allows them
     * @param until how long it is good, from now
     * @param uses how often it may be used, with all that are handed on from it
     * @param audience the runtimes that it is for; all when none is named
     * @param mayHandOn how many links may follow
     * @param description what it is for
     * @param certificates a file of the certificates that vouch for the root's key: its own, its issuer's
     *     and so on; the chain carries them
     * @param out the new file
     * @return the chain
     */
    @Capability(id = "cnv.token.mint")
    @Effects({Effect.MUTATE_SECURITY, Effect.STORAGE_WRITE})
    @Contract(duration = DurationClass.USER_INITIATED)
    public Written mint(
            @Param(flag = 'k') Path key,
            @Param(sensitive = true) Optional<String> passphrase,
            Path holder,
            @Param(flag = 'a') String agent,
            @Param(defaultValue = "person") String type,
            Optional<String> tenant,
            @Param(flag = 'g', minLength = 1) List<String> grant,
            @Param(flag = 'w') List<String> where,
            List<String> forbid,
            @Param(min = "1s") Duration until,
            @Param(min = "1") Optional<Long> uses,
            List<String> audience,
            @Param(min = "0", max = "15", defaultValue = "0") int mayHandOn,
            @Param(emptyDefault = true) String description,
            Optional<Path> certificates,
            @Param(flag = 'o') Path out) {
        SigningKey root = InputFiles.secret(key, passphrase);
        Instant now = now();
        return refusing(() -> write(
                out,
                vouched(
                        certificates,
                        Chain.issue(
                                root,
                                draft(
                                                InputFiles.one(holder),
                                                agent,
                                                type,
                                                tenant,
                                                GrantWords.parse(grant, where),
                                                forbid,
                                                uses,
                                                audience,
                                                mayHandOn,
                                                description)
                                        .between(now, now.plus(until))))));
    }

    private static Chain vouched(Optional<Path> certificates, Chain chain) {
        return certificates
                .map(file -> chain.vouchedForBy(CertificateFiles.path(file)))
                .orElse(chain);
    }

    /**
     * Hands authority on: the holder of a chain's last link gives part of it to somebody else. Needs
     * nobody's leave and no network; what is wider than the last link is refused, part by part.
     *
     * @param file the chain
     * @param key the secret key of the chain's last holder, a key file
     * @param passphrase the passphrase of the key file, when it has one
     * @param holder the public key of whoever gets it: PEM, or its text form
     * @param agent who that is: the last holder's name, a slash and one of its own
     * @param type what kind of agent: llm, bot, service, ...
     * @param tenant for whom; as before when not given
     * @param grant what it allows, each PATTERN<=LEVEL
     * @param where what an argument must be, as for cnv token mint
     * @param forbid further verbs that it never allows
     * @param until how long it is good, from now; as long as the last link when not given
     * @param uses how often it may be used; as before when not given
     * @param audience the runtimes that it is for; as before when none is named
     * @param mayHandOn how many links may follow
     * @param description what it is for
     * @param out the new file
     * @return the chain
     */
    @Capability(id = "cnv.token.delegate")
    @Effects({Effect.MUTATE_SECURITY, Effect.STORAGE_WRITE})
    @Contract(duration = DurationClass.USER_INITIATED)
    public Written delegate(
            @Param(flag = 'f') Path file,
            @Param(flag = 'k') Path key,
            @Param(sensitive = true) Optional<String> passphrase,
            Path holder,
            @Param(flag = 'a') String agent,
            @Param(defaultValue = "llm") String type,
            Optional<String> tenant,
            @Param(flag = 'g', minLength = 1) List<String> grant,
            @Param(flag = 'w') List<String> where,
            List<String> forbid,
            @Param(min = "1s") Optional<Duration> until,
            @Param(min = "1") Optional<Long> uses,
            List<String> audience,
            @Param(min = "0", max = "15", defaultValue = "0") int mayHandOn,
            @Param(emptyDefault = true) String description,
            @Param(flag = 'o') Path out) {
        Chain chain = chain(file);
        SigningKey last = InputFiles.secret(key, passphrase);
        Instant now = now();
        return refusing(() -> {
            TokenDraft draft = draft(
                    InputFiles.one(holder),
                    agent,
                    type,
                    tenant,
                    GrantWords.parse(grant, where),
                    forbid,
                    uses,
                    audience,
                    mayHandOn,
                    description);
            return write(
                    out,
                    chain.delegate(
                            last,
                            until.map(life -> draft.between(now, now.plus(life)))
                                    .orElse(draft)));
        });
    }

    /**
     * Shows what a chain says, link by link, without asking whether it is true.
     *
     * @param file the chain
     * @return its links
     */
    @Capability(id = "cnv.token.inspect")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public Inspected inspect(@Param(flag = 'f') Path file) {
        Chain chain = chain(file);
        return new Inspected(
                "NOT VERIFIED: nobody checked who signed it",
                chain.digest().hex(),
                CertificateFiles.subjects(chain.untrustedCertificates()),
                links(chain));
    }

    /**
     * Checks a chain as a runtime would, but for possession and uses, which only a runtime sees. Ends
     * with status 3 when it is refused. Its first key must be one of the keys trusted, or be vouched for
     * by a certificate path under the authorities trusted.
     *
     * @param file the chain
     * @param trust files of the public keys that chains may begin with
     * @param ca files of the certificate authorities that may vouch for the key that the chain begins with
     * @param crl files of the authorities' revocation lists, one of each authority in the path
     * @param tenant whose agents the authorities know; default when not given
     * @param certificates a file of the certificate path, when the chain carries none
     * @param revocations files of signed revocation lists of tokens; each must be by a trusted key or one in
     *     the chain
     * @param audience the runtime that it is presented to
     * @param at the time to check for; now when not given
     * @param symbols writes marks instead of words, as on a terminal
     * @return the checks, and what the chain gives
     */
    @Capability(id = "cnv.token.verify")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public Verified verify(
            @Param(flag = 'f') Path file,
            @Param(flag = 't') List<Path> trust,
            List<Path> ca,
            List<Path> crl,
            Optional<String> tenant,
            Optional<Path> certificates,
            List<Path> revocations,
            Optional<String> audience,
            Optional<Instant> at,
            boolean symbols) {
        Chain chain = chain(file);
        Trust trusted = refusing(() -> trusted(trust, ca, crl, tenant, certificates, audience));
        Instant when = at.orElseGet(TokenFiles::now);
        RevocationFiles revoked = RevocationFiles.read(revocations);
        refusing(() -> {
            revoked.requireAllowed(chain, trusted.roots());
            return revoked;
        });
        ChainChecks.Marks marks = ChainChecks.Marks.of(symbols);
        int count = chain.tokenDigests().size();
        return switch (revoked.verdict(chain, trusted, when)) {
            case ChainVerdict.Holds(VerifiedChain verified) ->
                new Verified(
                        "the chain holds at " + when,
                        chain.digest().hex(),
                        verified.principal().agent().id() + " of tenant="
                                + verified.principal().tenant(),
                        verified.effective().toString(),
                        verified.vouching().map(KeyVouching::toString),
                        revoked.notes(when),
                        ChainChecks.of(count, Optional.empty(), marks));
            case ChainVerdict.Refused(Denial denial) ->
                throw new VerbRefusedException(
                        withChecks(denial, ChainChecks.of(count, Optional.of(denial), marks)));
        };
    }

    /**
     * Revokes a link of a chain: adds it to a signed list, which grows from version to version. Whoever
     * issued the link, or one above it, has the right to; runtimes refuse the word of others.
     *
     * @param file the chain
     * @param link which link, from 1; all below it fall with it
     * @param key the secret key of whoever revokes, a key file
     * @param passphrase the passphrase of the key file, when it has one
     * @param reason why
     * @param list the list's file; its next version takes its place, and a new one begins the list
     * @return the list
     */
    @Capability(id = "cnv.token.revoke")
    @Effects({Effect.MUTATE_SECURITY, Effect.STORAGE_WRITE})
    @Contract(duration = DurationClass.USER_INITIATED)
    public RevocationFile.Revoked revoke(
            @Param(flag = 'f') Path file,
            @Param(min = "1", max = "16") int link,
            @Param(flag = 'k') Path key,
            @Param(sensitive = true) Optional<String> passphrase,
            @Param(defaultValue = "UNSPECIFIED") RevocationReason reason,
            @Param(flag = 'l') Path list) {
        List<Digest> tokens = chain(file).tokenDigests();
        if (link > tokens.size()) {
            throw refused(
                    Reason.PARAMETER_RULE_BROKEN,
                    "link=" + link + " is not 1 to " + tokens.size() + ", the links of " + file);
        }
        SigningKey signer = InputFiles.secret(key, passphrase);
        Instant now = now();
        Revocation revocation = Revocation.of(tokens.get(link - 1), now, reason);
        return refusing(() -> RevocationFile.extend(list, signer, now, revocation));
    }

    static Trust trusted(
            List<Path> keys,
            List<Path> ca,
            List<Path> crl,
            Optional<String> tenant,
            Optional<Path> certificates,
            Optional<String> audience) {
        if (keys.isEmpty() && ca.isEmpty()) {
            throw refused(
                    Reason.PARAMETER_MISSING,
                    "neither trust nor ca is given, so that no chain can hold");
        }
        Trust trust = Trust.of(InputFiles.read(keys).toArray(PublicKey[]::new));
        if (!ca.isEmpty()) {
            trust = trust.withCertificateAuthorities(new PrincipalAuthorities(
                    CertificateFiles.trust(ca, crl),
                    tenant.map(TenantId::new).orElse(TenantId.DEFAULT)));
        }
        if (certificates.isPresent()) {
            trust = trust.withCertificatePath(CertificateFiles.path(certificates.get()));
        }
        return audience.isPresent() ? trust.withAudience(audience.get()) : trust;
    }

    private static Denial withChecks(Denial denial, List<ChainChecks.Check> checks) {
        Map<String, String> details = new TreeMap<>(denial.details());
        for (int i = 0; i < checks.size(); i++) {
            details.put(
                    "check %02d, %s".formatted(i + 1, checks.get(i).check()),
                    checks.get(i).result());
        }
        return new Denial(denial.reason(), denial.message(), details);
    }

    private static TokenDraft draft(
            PublicKey holder,
            String agent,
            String type,
            Optional<String> tenant,
            List<Grant> grants,
            List<String> forbid,
            Optional<Long> uses,
            List<String> audience,
            int mayHandOn,
            String description) {
        TokenDraft draft = TokenDraft.to(holder, agent, type).mayHandOn(mayHandOn);
        for (Grant grant : grants) {
            draft = draft.grant(grant);
        }
        if (tenant.isPresent()) {
            draft = draft.tenant(new TenantId(tenant.get()));
        }
        if (uses.isPresent()) {
            draft = draft.maximumUses(uses.get());
        }
        return draft.forbid(forbid.toArray(String[]::new))
                .audience(audience.toArray(String[]::new))
                .described(description);
    }

    private static Written write(Path out, Chain chain) {
        InputFiles.writeNew(out, chain.text() + "\n");
        return new Written(out.toString(), chain.digest().hex(), links(chain));
    }

    static Chain chain(Path file) {
        try {
            return Chain.parse(InputFiles.text(file, MAX_CHAIN_BYTES));
        } catch (CborRefusedException e) {
            throw refused(
                    Reason.CREDENTIAL_MALFORMED,
                    "file=" + file + " is no chain: " + e.getMessage());
        }
    }

    private static List<TokenLinks.Link> links(Chain chain) {
        try {
            return TokenLinks.of(chain.untrustedTokens(), chain.tokenDigests());
        } catch (CborRefusedException e) {
            throw refused(
                    Reason.CREDENTIAL_MALFORMED, "the chain cannot be read: " + e.getMessage());
        }
    }

    static Instant now() {
        return Cnv.current().context().received();
    }

    /** Turns what a format or a draft refuses into a refusal of the command. */
    static <T> T refusing(java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            throw refused(
                    why.contains("hands on more than")
                            ? Reason.CHAIN_WIDENS
                            : Reason.PARAMETER_RULE_BROKEN,
                    why);
        }
    }

    private static VerbRefusedException refused(Reason reason, String why) {
        return new VerbRefusedException(Denial.of(reason, why));
    }
}
