package dev.cnv.audit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.audit.query.FakeLog;
import dev.cnv.audit.report.Statement.Verdict;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.testing.GoldenFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComplianceReportTest {

    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");
    private static final String HOSTILE = "<script>alert(1)</script>\\\" onload='x' & \\u202e \\n";

    /** Instead of a drawing, which has the outlines of this machine's font. */
    private static final Drawing DATA_ONLY = (chart, id) ->
            new Drawing.Drawn("[" + id + " " + chart.labels() + " " + chart.series() + "]\n");

    private final List<String> events = new ArrayList<>();

    @Test
    void report_allKinds_isAsKept() {
        decision("c1", true, "\"policy\":\"aa\",");
        completion("c1", 0);
        event(
                "security-violation",
                "\"severity\":\"HIGH\",\"agent\":\"" + HOSTILE
                        + "\",\"capability\":\"a.b\",\"reason\":\"token-forged\",\"message\":\""
                        + HOSTILE
                        + "\"");
        event(
                "mode-changed",
                "\"agent\":\"ann\",\"approvers\":[\"bob\"],\"from\":\"NORMAL\","
                        + "\"to\":\"EMERGENCY\",\"why\":\"fire\"");
        event(
                "policy-changed",
                "\"agent\":\"ann\",\"approvers\":[],\"kind\":\"updated\","
                        + "\"before\":\"aa\",\"after\":\"bb\"");
        decision("c2", false, "\"policy\":\"bb\",");
        event("audit-checkpoint", "\"size\":6,\"root\":\"cc\"");

        ComplianceReport report = report();
        GoldenFile.assertMatches(getClass(), "report.html", HtmlReport.of(report, DATA_ONLY));
        GoldenFile.assertMatches(getClass(), "report.json", JsonReport.of(report));
    }

    @Test
    void html_hostileText_isNoMarkup() {
        event(
                "security-violation",
                "\"agent\":\"" + HOSTILE + "\",\"severity\":\"" + HOSTILE + "\",\"capability\":\""
                        + HOSTILE + "\",\"reason\":\"" + HOSTILE + "\"");
        event(
                "mode-changed",
                "\"agent\":\"" + HOSTILE + "\",\"approvers\":[\"" + HOSTILE + "\"],\"why\":\""
                        + HOSTILE + "\"");
        decision("c1", true, "\"policy\":\"" + HOSTILE + "\",\"capability\":\"" + HOSTILE + "\",");
        String html = HtmlReport.of(report());
        assertEquals(3, html.split("<svg ", -1).length - 1);
        assertEquals(html, HtmlReport.of(report()), "the same ledger, other bytes");
        assertFalse(html.contains("<script"), html);
        assertFalse(html.contains("onload='"), html);
        assertFalse(html.contains("\u202e"), html);
        assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), html);
        StrictJson.parse(JsonReport.of(report()));
    }

    @Test
    void policyClaim_decisionBeforeEachEnd_holds() {
        decision("c1", true, "\"policy\":\"aa\",");
        completion("c1", 0);
        assertClaim(0, Verdict.YES, 1, List.of());
    }

    @Test
    void policyClaim_eachWayToMissIt_isAnException() {
        completion("c0", 7); // 0: decided later, or never
        decision("c1", false, "\"policy\":\"aa\",");
        completion("c1", 1); // 2: denied
        decision("c2", true, "");
        completion("c2", 3); // 4: no policy
        decision("c3", true, "\"policy\":\"aa\",");
        completion("c4", 5); // 6: another call's
        event("invocation-completed", "\"invocation\":\"c5\""); // 7: none named
        decision("c6", true, "\"policy\":\"aa\",");
        completion("c6", 8);
        completion("c6", 8); // 10: ended twice
        assertClaim(0, Verdict.NO, 7, List.of(0L, 2L, 4L, 6L, 7L, 10L));
    }

    @Test
    void chainClaim_whatWasRecorded_isTold() {
        decision("c1", true, "\"chain\":\"d\",\"stage\":\"decided\",");
        decision("c2", true, "\"stage\":\"decided\","); // No chain: not looked at.
        decision("c3", true, "\"chain\":\"d\",\"stage\":\"repeated\",");
        decision("c4", false, "\"chain\":\"d\",\"stage\":\"policy\",");
        assertClaim(1, Verdict.YES, 2, List.of());
        decision("c5", true, "\"chain\":\"d\",\"stage\":\"policy\",");
        decision("c6", true, "\"chain\":\"d\",");
        assertClaim(1, Verdict.NO, 4, List.of(4L, 5L));
        Statement statement = report().statements().get(1);
        assertTrue(statement.claim().contains("was recorded as"), statement.claim());
        assertTrue(statement.notChecked().contains("no signature was checked again"));
        assertTrue(statement.notChecked().endsWith("name no chain: there are 1."));
    }

    @Test
    void tokenClaim_tokens_areLookedUp() {
        decision("c1", true, "\"chain\":\"d\",\"uses\":[{\"token\":\"t1\"}],");
        assertClaim(2, Verdict.YES, 1, List.of());
        event("delegation-revoked", "\"tokens\":[\"t1\"]");
        decision("c2", true, "\"chain\":\"d\",\"uses\":[{\"token\":\"t2\"}],");
        decision("c3", false, "\"chain\":\"d\",\"uses\":[{\"token\":\"t1\"}],");
        assertClaim(2, Verdict.YES, 2, List.of());
        decision("c4", true, "\"chain\":\"d\",");
        assertClaim(2, Verdict.UNKNOWN, 3, List.of());
        decision("c5", true, "\"chain\":\"d\",\"uses\":[{\"token\":\"t2\"},{\"token\":\"t1\"}],");
        assertClaim(2, Verdict.NO, 4, List.of(5L));
    }

    @Test
    void checkpointClaim_roots_areComputed() {
        decision("c1", true, "");
        decision("c2", true, "");
        String root = root(2).hex();
        event("audit-checkpoint", "\"size\":2,\"root\":\"" + root + "\"");
        assertClaim(3, Verdict.YES, 1, List.of());
        event("audit-checkpoint", "\"size\":2,\"root\":\"" + root + "\""); // Of an earlier size.
        assertClaim(3, Verdict.UNKNOWN, 2, List.of());
        event("audit-checkpoint", "\"size\":4,\"root\":\"" + root + "\"");
        event("audit-checkpoint", "\"size\":6,\"root\":\"" + root + "\"");
        event("audit-checkpoint", "\"root\":\"" + root + "\"");
        assertClaim(3, Verdict.NO, 5, List.of(4L, 5L, 6L));
    }

    @Test
    void statements_eachNamesTheTree_whoseRootIsThatOfTheLines() {
        decision("c1", true, "\"policy\":\"aa\",");
        for (int size = 1; size < 9; size++) {
            ComplianceReport report = report();
            ComplianceReport.Tree tree =
                    new ComplianceReport.Tree(size, root(size).hex());
            assertEquals(tree, report.tree());
            report.statements().forEach(s -> assertEquals(tree, s.basis().tree()));
            assertEquals(tree, report.days().basis().tree());
            assertEquals(tree, report.violations().basis().tree());
            String words = size + " records with the tree root " + tree.root();
            String html = HtmlReport.of(report, DATA_ONLY);
            int places = 1 + report.statements().size() + 7; // The head, the claims, the tables.
            assertEquals(places, html.split(words, -1).length - 1);
            completion("c1", size - 1);
        }
        assertEquals(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                ReportWriter.report(
                                FakeLog.of(List.of()),
                                "none",
                                Optional.empty(),
                                Optional.empty(),
                                () -> NOW)
                        .tree()
                        .root());
    }

    /** RFC 9162, section 2.1.1, as it stands there. */
    private Digest root(int size) {
        return root(FakeLog.lines(events).subList(0, size));
    }

    private static Digest root(List<byte[]> lines) {
        if (lines.size() == 1) {
            return Digest.of(concat(new byte[] {0}, lines.getFirst()));
        }
        int left = Integer.highestOneBit(lines.size() - 1);
        byte[] both = concat(
                root(lines.subList(0, left)).bytes(),
                root(lines.subList(left, lines.size())).bytes());
        return Digest.of(concat(new byte[] {1}, both));
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    @Test
    void span_restsOnWhatWasBefore() {
        event("delegation-expired", "\"tokens\":[\"t1\"]");
        decision("c1", true, "\"policy\":\"aa\",");
        events.add("invocation-completed");
        events.add("{\"decision\":1,\"invocation\":\"c1\",\"time\":\"2026-01-05T00:00:00Z\"}");
        ComplianceReport report = ReportWriter.report(
                FakeLog.of(events),
                "ledger",
                Optional.of(Instant.parse("2026-01-05T00:00:00Z")),
                Optional.of(Instant.parse("2026-01-06T00:00:00Z")),
                () -> NOW);
        assertEquals(1, report.events());
        assertEquals(3, report.tree().size());
        assertEquals(Verdict.YES, report.statements().getFirst().holds());
        assertEquals(
                "cnv ledger query --type=invocation-completed"
                        + " --from=2026-01-05T00:00:00Z --to=2026-01-06T00:00:00Z --to-index=3",
                report.statements().getFirst().basis().command());
    }

    private void assertClaim(int which, Verdict holds, long looked, List<Long> exceptions) {
        Statement statement = report().statements().get(which);
        assertEquals(exceptions, statement.indices());
        assertEquals(holds, statement.holds());
        assertEquals(looked, statement.looked());
        assertEquals(exceptions.size(), statement.exceptions());
    }

    private ComplianceReport report() {
        return ReportWriter.report(
                FakeLog.of(events), "ledger", Optional.empty(), Optional.empty(), () -> NOW);
    }

    private void decision(String invocation, boolean permitted, String more) {
        event(
                "policy-decision",
                more + "\"invocation\":\"" + invocation + "\",\"permitted\":" + permitted);
    }

    private void completion(String invocation, long decision) {
        event(
                "invocation-completed",
                "\"decision\":" + decision + ",\"invocation\":\"" + invocation + "\"");
    }

    private void event(String type, String members) {
        events.add(type);
        events.add("{" + members + ",\"time\":\"2026-01-01T00:00:00Z\"}");
    }
}
