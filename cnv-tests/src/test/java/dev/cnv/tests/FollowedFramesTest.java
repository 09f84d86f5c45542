package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.hotpath.FrameDescriptor;
import dev.cnv.hotpath.grant.BatchGate;
import dev.cnv.hotpath.grant.FrameStatus;
import dev.cnv.hotpath.grant.GrantTable;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.FrameEvent.GrantEnded;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.registry.FeedFollower;
import dev.cnv.runtime.registry.FeedReader;
import dev.cnv.runtime.registry.FeedSource;
import dev.cnv.runtime.registry.FollowerSettings;
import dev.cnv.runtime.registry.FollowerSettings.WhenStale;
import dev.cnv.runtime.swarm.PhaseListener;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames run by grants of a runtime that follows another one's registry. */
class FollowedFramesTest {

    private static final AgentId OPERATOR = new AgentId("operator");
    private static final FollowerSettings SETTINGS =
            FollowerSettings.DEFAULT.withPace(Duration.ZERO, Duration.ofMillis(1));

    @TempDir
    private Path folder;

    private final Arena arena = Arena.ofConfined();
    private final Fixture source = new Fixture();
    private final SigningKey sourceKey = SigningKey.generate(source.random);
    private final FeedSource feed =
            new FeedSource(source.cnv.delegations(), sourceKey, Duration.ZERO);
    private FeedReader way = feed::page;
    private FeedFollower follower;
    private Fixture here;
    private GrantTable table;

    private void follow(FollowerSettings settings) throws Exception {
        follower = FeedFollower.open(
                query -> way.read(query),
                sourceKey.publicKey(),
                () -> Trust.of(source.root.publicKey()),
                folder.resolve("journal"),
                settings,
                source.time,
                source.random);
        here = new Fixture(builder -> builder.verbs(new HiveVerbs(new Hive()))
                .time(source.time)
                .revocations(follower.revocations())
                .swarms(10, PhaseListener.none())
                .memberOf("hive"));
        here.cnv
                .swarms()
                .open("hive")
                .negotiate(OPERATOR, "")
                .orThrow()
                .activate(OPERATOR, "")
                .orThrow()
                .operate(OPERATOR, "")
                .orThrow();
        table = GrantTable.create(here.cnv, 8, java.util.List.of(new CapabilityId("hive.buzz")), 0);
    }

    @BeforeEach
    void follow() throws Exception {
        follow(SETTINGS);
    }

    @AfterEach
    void close() {
        here.close();
        follower.close();
        source.close();
        arena.close();
    }

    private Credential.Held alice() {
        return here.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED));
    }

    private Credential.Held other() {
        return here.credential(draft -> draft.grant("hive.**", EffectLevel.PRIVILEGED));
    }

    private Step<HiveBuzzCertificate.Verified> verified(Credential credential) {
        return HiveBuzzCertificate.prepare(
                        here.cnv.open(credential), new HiveBuzzCertificate.Input())
                .orThrow()
                .checkPolicy()
                .orThrow()
                .checkCapability()
                .orThrow()
                .verify();
    }

    private long grant(Credential credential) {
        return table.lift(verified(credential).orThrow(), Duration.ofHours(1), OptionalLong.empty())
                .orThrow()
                .value();
    }

    private int status(long handle) {
        MemorySegment frame = arena.allocate(64, 64);
        FrameDescriptor.writeHead(frame, 0, handle, 0, (short) 0, 1, 0);
        BatchGate gate = new BatchGate(table);
        gate.check(frame, new long[] {0}, 1);
        return gate.status(0);
    }

    private GrantEnded lastEnd() {
        return here.ledger.events().stream()
                .filter(GrantEnded.class::isInstance)
                .map(GrantEnded.class::cast)
                .reduce((_, last) -> last)
                .orElseThrow();
    }

    @Test
    void revocation_thatArrivesByTheFeed_stopsFramesFromTheNextBatch() throws Exception {
        follower.poll();
        Credential.Held alice = alice();
        long mine = grant(alice);
        long others = grant(other());
        assertEquals(FrameStatus.DONE, status(mine));
        source.cnv.delegations().revoke(alice.chain().tokenDigests().getFirst(), "lost");
        assertEquals(FrameStatus.DONE, status(mine), "it is not heard of yet");
        follower.poll();
        assertEquals(FrameStatus.HANDLE_STALE, status(mine));
        assertEquals(Reason.CREDENTIAL_REVOKED, lastEnd().reason().orElseThrow());
        assertEquals(FrameStatus.DONE, status(others));
    }

    @Test
    void silence_pastTheLimit_stopsFramesAndLiftsUntilTheSourceIsHeardOf() throws Exception {
        follower.poll();
        long handle = grant(alice());
        HiveBuzzCertificate.Verified waiting = verified(alice()).orThrow();
        way = _ -> {
            throw new IOException("no way");
        };
        source.time.advance(SETTINGS.longestSilence().minusNanos(1));
        assertThrows(IOException.class, follower::poll);
        assertEquals(FrameStatus.DONE, status(handle));
        source.time.advance(Duration.ofNanos(1));
        assertEquals(FrameStatus.HANDLE_STALE, status(handle));
        assertEquals(Reason.REVOCATIONS_UNKNOWN, lastEnd().reason().orElseThrow());
        assertEquals(0, table.size());
        Step.Stopped<?> stopped = assertInstanceOf(
                Step.Stopped.class,
                table.lift(waiting, Duration.ofSeconds(9), OptionalLong.empty()));
        assertEquals(Reason.REVOCATIONS_UNKNOWN, stopped.outcome().denial().reason());
        way = feed::page;
        follower.poll();
        assertEquals(FrameStatus.HANDLE_STALE, status(handle), "what has ended has ended");
        assertEquals(FrameStatus.DONE, status(grant(alice())));
    }

    @Test
    void silence_thatMayBe_endsNoGrant() throws Exception {
        here.close();
        follower.close();
        follow(SETTINGS.withSilence(Duration.ofSeconds(30), WhenStale.SAY));
        follower.poll();
        Credential.Held alice = alice();
        long handle = grant(alice);
        source.time.advance(Duration.ofSeconds(31));
        assertTrue(follower.state().stale());
        assertEquals(FrameStatus.DONE, status(handle));
        source.cnv.delegations().revoke(alice.chain().tokenDigests().getFirst(), "lost");
        follower.poll();
        assertEquals(FrameStatus.HANDLE_STALE, status(handle));
    }

    @Test
    void sourceFoundOut_stopsFrames() throws Exception {
        follower.poll();
        long handle = grant(alice());
        source.cnv.delegations().revoke(other().chain().tokenDigests().getFirst(), "lost");
        follower.poll();
        assertEquals(FrameStatus.DONE, status(handle));
        try (Fixture lying = new Fixture()) {
            lying.cnv.delegations().revoke(alice().chain().tokenDigests().getFirst(), "other");
            FeedSource lie = new FeedSource(lying.cnv.delegations(), sourceKey, Duration.ZERO);
            try (FeedFollower other = FeedFollower.open(
                    lie::page,
                    sourceKey.publicKey(),
                    () -> Trust.of(lying.root.publicKey()),
                    folder.resolve("other"),
                    SETTINGS,
                    source.time,
                    source.random)) {
                other.poll();
                assertTrue(follower.compare(other.pages(0)).isPresent());
            }
        }
        assertEquals(FrameStatus.HANDLE_STALE, status(handle));
        assertEquals(Reason.REVOCATIONS_UNKNOWN, lastEnd().reason().orElseThrow());
    }
}
