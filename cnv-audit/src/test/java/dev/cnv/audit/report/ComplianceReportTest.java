package dev.cnv.audit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.audit.query.FakeLog;
import dev.cnv.audit.report.Statement.Verdict;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.testing.GoldenFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComplianceReportTest {

    private static final Instant NOW = Instant.parse("2026-02-01T00:00:00Z");
    private static final String HOSTILE = "<script>alert(1)</script>\\\" onload='x' & \\u202e \\n";

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
        GoldenFile.assertMatches(getClass(), "report.html", HtmlReport.of(report));
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
        decision("c1", true, "\"policy\":\"" + HOSTILE + "\",");
        String html = HtmlReport.of(report());
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
    void chainClaim_tokens_areLookedUp() {
        decision("c1", true, "\"chain\":\"d\",\"uses\":[{\"token\":\"t1\"}],");
        assertClaim(1, Verdict.YES, 1, List.of());
        event("delegation-revoked", "\"tokens\":[\"t1\"]");
        decision("c2", true, "\"chain\":\"d\",\"uses\":[{\"token\":\"t2\"}],");
        decision("c3", false, "\"chain\":\"d\",\"uses\":[{\"token\":\"t1\"}],");
        assertClaim(1, Verdict.YES, 2, List.of());
        decision("c4", true, "\"chain\":\"d\",");
        assertClaim(1, Verdict.UNKNOWN, 3, List.of());
        decision("c5", true, "\"chain\":\"d\",\"uses\":[{\"token\":\"t2\"},{\"token\":\"t1\"}],");
        assertClaim(1, Verdict.NO, 4, List.of(5L));
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
        assertEquals(3, report.size());
        assertEquals(Verdict.YES, report.statements().getFirst().holds());
        assertEquals(
                "cnv ledger query --type=invocation-completed --type=policy-decision"
                        + " --from=2026-01-05T00:00:00Z --to=2026-01-06T00:00:00Z --to-index=3",
                report.statements().getFirst().command());
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
