package dev.cnv.hotpath.bank;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.grant.GrantHandle;
import dev.cnv.hotpath.grant.GrantTable;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.CnvBuilder;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.Grant;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.spi.Staged;
import dev.cnv.runtime.time.VirtualTime;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** A runtime over a {@link Bank}, with a grant table, for tests. */
public final class Branch implements AutoCloseable {

    /** When tests begin. */
    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** Every call is permitted. */
    public static final PolicySet ALLOW_ALL =
            PolicySet.of(PolicyRule.allow("all").always());

    /** The verbs by their index. */
    public static final List<CapabilityId> VERBS = List.of(
            new CapabilityId("bank.transfer"),
            new CapabilityId("bank.balance"),
            new CapabilityId("bank.peek"));

    /** The index of bank.transfer. */
    public static final int TRANSFER = 0;

    /** The index of bank.balance. */
    public static final int BALANCE = 1;

    /** The index of bank.peek. */
    public static final int PEEK = 2;

    /** The bank. */
    public final Bank bank = new Bank();

    /** The ledger. */
    public final Recorded ledger = new Recorded();

    /** The time. */
    public final VirtualTime time = new VirtualTime(NOON);

    private final SecureRandom random = new SecureRandom();
    private final SigningKey root = SigningKey.generate(random);
    private final SigningKey key = SigningKey.generate(random);

    /** The runtime. */
    public final Cnv cnv;

    /** The table. */
    public final GrantTable table;

    /** A branch that permits everything. */
    public Branch() {
        this(builder -> builder, 0);
    }

    /** A branch whose runtime and rate of tenants are changed. */
    public Branch(UnaryOperator<CnvBuilder> change, int tenantPerSecond) {
        CnvBuilder builder = Cnv.builder()
                .verbs(new BankVerbs(bank))
                .policy(ALLOW_ALL)
                .trust(Trust.of(root.publicKey()))
                .ledger(ledger)
                .time(time)
                .drain(Duration.ofMillis(200));
        cnv = change.apply(builder).build();
        table = GrantTable.create(cnv, 64, VERBS, tenantPerSecond);
    }

    /** A session of an agent who may do everything. */
    public Session session(String agent) {
        return cnv.open(new Credential.Held(chain(agent, all -> all), key));
    }

    /** The chain of an agent, who may do everything but as the change says. */
    public Chain chain(String agent, UnaryOperator<TokenDraft> change) {
        return Chain.issue(
                root,
                change.apply(TokenDraft.to(key.publicKey(), agent, "person")
                        .between(NOON.minusSeconds(60), NOON.plus(Duration.ofDays(2)))
                        .grant("**", EffectLevel.PRIVILEGED)));
    }

    /** The chain of an agent who has one grant. */
    public Chain narrowChain(String agent, Grant grant) {
        return Chain.issue(
                root,
                TokenDraft.to(key.publicKey(), agent, "person")
                        .between(NOON.minusSeconds(60), NOON.plus(Duration.ofDays(2)))
                        .grant(grant));
    }

    /** A session with a chain. */
    public Session session(Chain chain) {
        return cnv.open(new Credential.Held(chain, key));
    }

    /** A verified certificate of a transfer. */
    public static BankTransferCertificate.Verified transfer(Session session) {
        return BankTransferCertificate.prepare(session, new BankTransferCertificate.Input(1, 2, 3))
                .orThrow()
                .checkPolicy()
                .orThrow()
                .checkCapability()
                .orThrow()
                .verify()
                .orThrow();
    }

    /** A verified certificate of a look at a balance. */
    public static BankBalanceCertificate.Verified balance(Session session) {
        return BankBalanceCertificate.prepare(session, new BankBalanceCertificate.Input(1))
                .orThrow()
                .checkPolicy()
                .orThrow()
                .checkCapability()
                .orThrow()
                .verify()
                .orThrow();
    }

    /** A verified certificate of a peek. */
    public static BankPeekCertificate.Verified peek(Session session) {
        return BankPeekCertificate.prepare(session, new BankPeekCertificate.Input(1))
                .orThrow()
                .checkPolicy()
                .orThrow()
                .checkCapability()
                .orThrow()
                .verify()
                .orThrow();
    }

    /** A grant of an hour without limit. */
    public GrantHandle grant(Staged.Verified<?, ?> certificate) {
        return grant(certificate, Duration.ofHours(1), OptionalLong.empty());
    }

    /** A grant. */
    public GrantHandle grant(Staged.Verified<?, ?> certificate, Duration life, OptionalLong uses) {
        return lift(certificate, life, uses).orThrow();
    }

    /** Asks for a grant. */
    public Step<GrantHandle> lift(
            Staged.Verified<?, ?> certificate, Duration life, OptionalLong uses) {
        return table.lift(certificate, life, uses);
    }

    /** Frames in a segment of their own, and their offsets. */
    public record Frames(MemorySegment segment, long[] offsets) {

        /** Room for frames. */
        public static Frames of(Arena arena, int count) {
            MemorySegment segment = arena.allocate(64L * count, 64);
            long[] offsets = new long[count];
            for (int i = 0; i < count; i++) {
                offsets[i] = 64L * i;
            }
            return new Frames(segment, offsets);
        }

        /** Writes the head of a frame. */
        public void write(int index, long handle, int verb, int flags) {
            FrameDescriptor.writeHead(
                    segment, offsets[index], handle, verb, (short) flags, 1, index);
        }
    }

    @Override
    public void close() {
        cnv.close();
    }
}
