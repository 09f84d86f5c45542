package dev.cnv.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.remote.decision.PolicyPoint;
import dev.cnv.remote.decision.PolicyPointVerbs;
import dev.cnv.remote.delegation.DelegationFeed;
import dev.cnv.remote.delegation.DelegationFeedVerbs;
import dev.cnv.remote.delegation.FollowerViews;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.policy.RulePolicyEngine;
import dev.cnv.runtime.registry.FeedFollower;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the verbs of this module refuse, and the sample of the documents at work. */
@Timeout(60)
class RefusalsTest {

    private static final String NONCE = "AAAAAAAAAAAAAAAAAAAAAA==";
    private static final RulePolicyEngine RULES = RulePolicyEngine.of(World.ALLOW_ALL);

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

    private String call(Cnv cnv, String verb, String arguments) {
        return World.code(
                cnv.open(world.alice()).call(new CapabilityId(verb), StrictJson.parse(arguments)));
    }

    private static String changes(String nonce, String snapshot, long from, int count) {
        return "{\"nonce\":\"%s\",\"snapshot\":%s,\"from\":%d,\"count\":%d,\"patience\":\"PT0S\"}"
                .formatted(nonce, snapshot, from, count);
    }

    @Test
    void feed_questionOutOfRange_isRefusedWithoutAPage() {
        DelegationFeed feed = new DelegationFeed(world.sourceKey, Duration.ofSeconds(1));
        Cnv cnv = world.runtime(new DelegationFeedVerbs(feed), builder -> builder);
        String good = changes(NONCE, "null", 0, 1);
        assertEquals("closed", call(cnv, "delegation.changes", good));
        feed.serve(cnv.delegations());
        assertEquals("completed", call(cnv, "delegation.changes", good));
        assertEquals("completed", call(cnv, "delegation.changes", changes(NONCE, "0", 0, 1)));
        for (String bad : new String[] {
            changes("AAAA", "null", 0, 1),
            changes(NONCE, "-1", 0, 1),
            changes(NONCE, "null", -1, 1),
            changes(NONCE, "null", 0, 0),
            changes(NONCE, "null", 0, 100_000),
            good.replace("PT0S", "-PT1S")
        }) {
            assertEquals("parameter-rule-broken", call(cnv, "delegation.changes", bad), bad);
        }
    }

    @Test
    void point_questionThatIsNone_isRefused() {
        PolicyPoint point = new PolicyPoint(RULES, Duration.ZERO);
        Cnv cnv = world.runtime(new PolicyPointVerbs(point), builder -> builder);
        String facts = Digest.of("facts").hex();
        for (String bad : new String[] {"", "no json", "{}", "[]"}) {
            assertEquals(
                    "parameter-malformed",
                    call(
                            cnv,
                            "policy.decide",
                            "{\"question\":\"%s\",\"facts\":\"%s\"}".formatted(bad, facts)),
                    bad);
        }
    }

    @Test
    void views_ofASecondFollower_areRefused() throws Exception {
        Cnv cnv = world.runtime(new NotesVerbs(new Notes()), builder -> builder);
        FeedFollower follower = world.closing(FeedFollower.open(
                _ -> new byte[0],
                world.sourceKey.publicKey(),
                () -> world.trust,
                folder.resolve("journal"),
                dev.cnv.runtime.registry.FollowerSettings.DEFAULT,
                world.time,
                world.random));
        FollowerViews.show(cnv.telemetry(), follower);
        assertThrows(
                IllegalArgumentException.class,
                () -> FollowerViews.show(cnv.telemetry(), follower));
    }

    @Test
    void sample_revocationThere_stopsCallsHere() throws Exception {
        Cnv first = world.closing(FollowSample.first(
                Cnv.builder()
                        .policy(World.ALLOW_ALL)
                        .trust(world.trust)
                        .time(world.time)
                        .ledger(FileLedger.open(folder.resolve("first"), world.time))
                        .drain(Duration.ofMillis(500)),
                world.sourceKey,
                RULES));
        Server server = world.serve(first, world.unix());
        Credential.Held gateway = world.credential("gateway", world.clientTls, "**");
        RemoteSession session = world.client(server.address()).open(gateway);
        FeedFollower follower = world.closing(FollowSample.follow(
                session,
                world.sourceKey.publicKey(),
                world.trust,
                folder.resolve("journal"),
                world.time));
        Notes notes = new Notes();
        Cnv second = world.closing(FollowSample.second(
                Cnv.builder()
                        .verbs(new NotesVerbs(notes))
                        .trust(world.trust)
                        .time(world.time)
                        .ledger(FileLedger.open(folder.resolve("second"), world.time))
                        .drain(Duration.ofMillis(500)),
                follower,
                session,
                RULES.policy(),
                world.time));
        Credential.Held alice = world.alice();
        until(second, alice, "completed");
        first.delegations().revoke(alice.chain().tokenDigests().getFirst(), "lost");
        until(second, alice, "credential-revoked");
        assertTrue(notes.reads.get() > 0);
    }

    private void until(Cnv cnv, Credential as, String code) throws InterruptedException {
        while (!World.code(world.read(cnv, as, "x")).equals(code)) {
            Thread.sleep(5);
        }
    }
}
