package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.testing.GoldenFile;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The format, byte for byte. A change here is a new version of the format. */
class LedgerGoldenTest {

    private static final Digest PREV = Digest.of("prev");

    @Test
    void headers_areTheseBytes() {
        GoldenFile.assertMatches(
                getClass(),
                "headers.jsonl",
                text(Events.header()) + "\n" + text(LedgerLine.header(Events.BEGIN, 412, PREV))
                        + "\n");
    }

    @Test
    void callDecided_isTheseBytes() {
        assertEquals("""
                {"crc":"87a37f36","batch":17,"event":{"agent":"bot:7","agentType":"llm","arguments":{"count"\
                :3,"nothing":null,"path":"a/b.txt","secret":{"commitment":"2e7d2c03a9507ae265ecf5b5356885a53\
                393a2029d241394997265a1a25aefc6","salt":"AAEC"}},"argumentsDigest":"090772cf4068973daad3f715\
                eb788d39fe2c02be42efd86de81f0e59198d6237","capability":"file.write","chain":"9414886b1ebf025\
                db067a4cbd13a0903fbd9733a5372bba1b58bd72c1699b798","correlation":"corr-1","dryRun":true,"eff\
                ects":["MUTATE_STATE","STORAGE_WRITE"],"idempotencyKey":"key-1","invocation":"00000000-0000-\
                0001-0000-000000000002","message":"r2 forbids \\"it\\"","parent":"00000000-0000-0003-0000-0000\
                00000004","permitted":false,"policy":"823412d1eacb67956220e532959f0104603057c88704863ca38e7c\
                d188fda812","principal":"DELEGATED","reason":"policy-forbidden","root":"alice","ruleMatched"\
                :"r2","rulesConsidered":["r1","r2"],"stage":"policy","tenant":"acme","time":"2026-01-02T03:0\
                4:05.678Z","version":"1.2.0"},"index":19,"prev":"84fd9bac333ad79154348296204fa7f8c537a96e089\
                83e5f73b3f5aca8e8edf7","type":"call-decided"}""", line(Events.fullDecided()));
    }

    @Test
    void callCompleted_isTheseBytes() {
        assertEquals("""
                {"crc":"2a1c2b28","batch":17,"event":{"attempts":3,"decision":41,"invocation":"00000000-0000\
                -0007-0000-000000000008","message":"disk=full","notes":["soft deadline missed"],"queuedNanos\
                ":1000,"reason":"handler-failed","result":"{\\"a\\":1}","resultDigest":"454349e422f05297191ead\
                13e21d3db520e5abef52055e4964b82fb213f593a1","runNanos":2000000,"status":"failed","time":"202\
                6-01-02T03:04:05.690Z"},"index":19,"prev":"84fd9bac333ad79154348296204fa7f8c537a96e08983e5f7\
                3b3f5aca8e8edf7","type":"call-completed"}""", line(Events.fullCompleted()));
    }

    @Test
    void vouchedCallAndExport_areTheseBytes() {
        GoldenFile.assertMatches(getClass(), "vouched.json", line(Events.vouchedDecided()));
        GoldenFile.assertMatches(getClass(), "exported.json", line(Events.exported()));
    }

    @Test
    void decidedOnFactsAndPolicyChanged_areTheseBytes() {
        dev.cnv.testing.GoldenFile.assertMatches(
                getClass(),
                "policy-events.jsonl",
                line(Events.decidedOnFacts()) + "\n" + line(Events.policyChanged()) + "\n");
    }

    @Test
    void eventsOfDelegation_areTheseBytes() {
        String lines = Stream.of(
                        Events.fullSpending(),
                        Events.created(),
                        Events.expired(),
                        Events.revoked(),
                        Events.revokedByOperator())
                .map(LedgerGoldenTest::line)
                .collect(Collectors.joining("\n", "", "\n"));
        GoldenFile.assertMatches(LedgerGoldenTest.class, "delegation-events.jsonl", lines);
    }

    private static String line(LedgerEvent event) {
        return text(LedgerLine.record(
                17, 19, PREV, EventJson.type(event), CanonicalJson.bytes(EventJson.write(event))));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
