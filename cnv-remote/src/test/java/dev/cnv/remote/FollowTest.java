package dev.cnv.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.remote.delegation.DelegationFeed;
import dev.cnv.remote.delegation.DelegationFeedVerbs;
import dev.cnv.remote.delegation.FollowerViews;
import dev.cnv.remote.delegation.RemoteFeed;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.registry.DelegationEntry;
import dev.cnv.runtime.registry.DelegationFilter;
import dev.cnv.runtime.registry.FeedFollower;
import dev.cnv.runtime.registry.FollowerSettings;
import dev.cnv.runtime.registry.FollowerSettings.WhenStale;
import dev.cnv.runtime.telemetry.ExpositionFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One runtime follows another's registry over real sockets. */
@Timeout(60)
class FollowTest {

    private static final FollowerSettings SETTINGS = new FollowerSettings(
            Duration.ofSeconds(5),
            WhenStale.REFUSE,
            Duration.ofMillis(200),
            Duration.ofMillis(20),
            256);

    @TempDir
    private Path folder;

    private World world;

    @BeforeEach
    void begin() {
        world = new World(folder);
    }

    @AfterEach
    void end() throws Exception {
        world.close();
    }

    private Cnv source(String ledger) {
        DelegationFeed feed = new DelegationFeed(world.sourceKey, Duration.ofSeconds(1));
        Cnv cnv = world.runtime(ledger, new DelegationFeedVerbs(feed), builder -> builder);
        feed.serve(cnv.delegations());
        return cnv;
    }

    private FeedFollower follower(EndpointAddress address, String grant, FollowerSettings settings)
            throws IOException {
        Credential as = world.credential("follower", world.sourceKey, grant);
        return world.closing(FeedFollower.open(
                new RemoteFeed(world.client(address).open(as), Duration.ofSeconds(2)),
                world.sourceKey.publicKey(),
                () -> world.trust,
                folder.resolve("journal"),
                settings,
                world.time,
                world.random));
    }

    private Cnv follows(FeedFollower follower, Notes notes) {
        return world.runtime(
                new NotesVerbs(notes), builder -> builder.revocations(follower.revocations()));
    }

    private void revocationIsSeen(EndpointAddress address) throws Exception {
        Cnv source = source("a");
        Server server = world.serve(source, address);
        FeedFollower follower = follower(server.address(), "delegation.changes", SETTINGS);
        Notes notes = new Notes();
        Cnv cnv = follows(follower, notes);
        Credential.Held alice = world.alice();
        assertEquals("revocations-unknown", World.code(world.read(cnv, alice, "x")));
        assertEquals(0, notes.reads.get());
        follower.start();
        until(() -> !follower.state().stale());
        var session = cnv.open(alice);
        var verb = new dev.cnv.runtime.capability.CapabilityId("note.read");
        var arguments = dev.cnv.runtime.canonical.StrictJson.parse("{\"name\":\"x\"}");
        until(() -> World.code(session.call(verb, arguments)).equals("completed"));
        long bound = System.nanoTime() + SETTINGS.longestSilence().toNanos();
        source.delegations().revoke(alice.chain().tokenDigests().getFirst(), "lost");
        String code = "";
        while (!code.equals("credential-revoked")) {
            boolean late = System.nanoTime() - bound > 0;
            code = World.code(session.call(verb, arguments));
            assertFalse(late && code.equals("completed"), "a call was let through after the bound");
            Thread.sleep(5);
        }
        assertEquals("credential-revoked", World.code(world.read(cnv, alice, "x")));
    }

    private static String metrics(Cnv cnv) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        cnv.telemetry().write(ExpositionFormat.PROMETHEUS, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void until(Condition condition) throws Exception {
        while (!condition.holds()) {
            Thread.sleep(5);
        }
    }

    @Test
    void revocationThere_overAUnixSocket_stopsCallsHereWithinTheBound() throws Exception {
        revocationIsSeen(world.unix());
    }

    @Test
    void revocationThere_overTls_stopsCallsHereWithinTheBound() throws Exception {
        revocationIsSeen(EndpointAddress.tls("localhost", 0));
    }

    @Test
    void sourceGone_callsAreRefusedAfterTheBoundAndGoOnWhenItIsBack() throws Exception {
        FollowerSettings fast = new FollowerSettings(
                Duration.ofSeconds(3),
                WhenStale.REFUSE,
                Duration.ofMillis(100),
                Duration.ofMillis(20),
                256);
        Cnv source = source("a");
        Server server = world.serve(source, world.unix());
        FeedFollower follower =
                follower(server.address(), "delegation.changes", fast).start();
        Notes notes = new Notes();
        Cnv cnv = follows(follower, notes);
        until(() -> !follower.state().stale());
        FollowerViews.show(cnv.telemetry(), follower);
        until(() -> metrics(cnv).contains("cnv_follower_stale 0.0"));
        until(() -> World.code(world.read(cnv, world.alice(), "x")).equals("completed"));
        server.close();
        until(() -> World.code(world.read(cnv, world.alice(), "x")).equals("revocations-unknown"));
        assertTrue(follower.state().faultCount() > 0);
        until(() -> metrics(cnv).contains("cnv_follower_stale 1.0"));
        source.delegations().revoke(world.alice().chain().tokenDigests().getFirst(), "meanwhile");
        int reads = notes.reads.get();
        world.serve(source, world.unix());
        Credential.Held bob = world.credential("bob", world.aliceKey, "note.**");
        until(() -> World.code(world.read(cnv, bob, "x")).equals("completed"));
        assertEquals(reads + 1, notes.reads.get());
    }

    @Test
    void follower_withoutTheRightToAsk_isRefusedAndStaysClosed() throws Exception {
        Cnv source = source("a");
        Server server = world.serve(source, world.unix());
        FeedFollower follower = follower(server.address(), "note.read", SETTINGS);
        IOException refused = assertThrows(IOException.class, follower::poll);
        assertTrue(
                String.valueOf(refused.getMessage()).contains("capability-not-granted"),
                refused.getMessage());
        assertTrue(follower.state().stale());
    }

    @Test
    void bothRestarted_followingGoesOnFromTheDurablePlace() throws Exception {
        Cnv begun = source("a");
        Server served = world.serve(begun, world.unix());
        begun.delegations().register(world.alice().chain());
        begun.delegations().revoke(world.alice().chain().tokenDigests().getFirst(), "lost");
        FeedFollower following = follower(served.address(), "delegation.changes", SETTINGS);
        following.poll();
        assertEquals(begun.delegations().next(), following.state().position());
        world.close();
        World before = world;
        // The same keys, ledger and journal; everything else is new.
        world = new World(folder);
        DelegationFeed feed = new DelegationFeed(before.sourceKey, Duration.ofSeconds(1));
        Cnv source = world.runtime("a", new DelegationFeedVerbs(feed), b -> b.trust(before.trust));
        feed.serve(source.delegations());
        Server server = world.serve(source, world.unix());
        Credential as = before.credential("follower", before.sourceKey, "delegation.changes");
        FeedFollower follower = world.closing(FeedFollower.open(
                new RemoteFeed(world.client(server.address()).open(as), Duration.ofSeconds(2)),
                before.sourceKey.publicKey(),
                () -> before.trust,
                folder.resolve("journal"),
                SETTINGS,
                world.time,
                world.random));
        long position = follower.state().position();
        assertTrue(position > 0);
        assertEquals(
                DelegationEntry.State.REVOKED,
                follower.get(before.alice().chain().tokenDigests().getFirst())
                        .orElseThrow()
                        .state());
        assertEquals(0, follower.poll());
        assertEquals(position, follower.state().position());
    }

    @Test
    void feedWithoutASource_isRefused() throws Exception {
        DelegationFeed feed = new DelegationFeed(world.sourceKey, Duration.ofSeconds(1));
        Cnv cnv = world.runtime(new DelegationFeedVerbs(feed), b -> b);
        Server server = world.serve(cnv, world.unix());
        FeedFollower follower = follower(server.address(), "delegation.changes", SETTINGS);
        assertThrows(IOException.class, follower::poll);
    }

    @Test
    void twoFollowers_overOneServer_eachHearOfARevocation() throws Exception {
        Cnv source = source("a");
        Server server = world.serve(source, world.unix());
        Credential.Held alice = world.alice();
        FeedFollower one =
                follower(server.address(), "delegation.changes", SETTINGS).start();
        FeedFollower two = world.closing(FeedFollower.open(
                        new RemoteFeed(
                                world.client(server.address())
                                        .open(world.credential(
                                                "other", world.clientTls, "delegation.changes")),
                                Duration.ofSeconds(2)),
                        world.sourceKey.publicKey(),
                        () -> world.trust,
                        folder.resolve("other-journal"),
                        SETTINGS,
                        world.time,
                        world.random))
                .start();
        source.delegations().register(alice.chain());
        source.delegations().revoke(alice.chain().tokenDigests().getFirst(), "lost");
        long next = source.delegations().next();
        until(() -> one.state().position() == next && two.state().position() == next);
        assertEquals(one.list(DelegationFilter.ALL), two.list(DelegationFilter.ALL));
    }
}
