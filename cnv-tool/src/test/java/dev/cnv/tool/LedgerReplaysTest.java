package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.text.PolicyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code cnv ledger replay} over the ledger that the tool itself wrote. */
class LedgerReplaysTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() {
        assertEquals(0, ToolRun.of(folder.resolve("one"), "verbs", "list").exit());
        assertEquals(0, ToolRun.of(folder.resolve("one"), "verbs", "list").exit());
        String ledger = folder.resolve("one").toString();
        assertEquals(
                0,
                ToolRun.of(folder.resolve("one"), "ledger", "show", "--dir", ledger)
                        .exit());
    }

    private ToolRun replay(String... more) {
        String[] words = new String[5 + more.length];
        System.arraycopy(
                new String[] {
                    "ledger", "replay", "--dir", folder.resolve("one").toString(), "--output=json"
                },
                0,
                words,
                0,
                5);
        System.arraycopy(more, 0, words, 5, more.length);
        return ToolRun.of(folder.resolve("two"), words);
    }

    @Test
    void replay_ownPolicies_isTheSame() {
        ToolRun run = replay();
        assertEquals(0, run.exit(), run.err());
        assertEquals(3, run.json().get("same").intValue());
        assertEquals(0, run.json().get("different").intValue());
        assertEquals(0, run.json().get("undetermined").intValue());
    }

    @Test
    void replay_otherPolicy_showsWhatItForbids() throws IOException {
        PolicySet other = PolicySet.of(
                PolicyRule.allow("all").always(),
                PolicyRule.deny("no-ledger", "closed", "")
                        .when(Condition.capability("cnv.ledger.*")));
        Path file = Files.writeString(folder.resolve("other.policy"), PolicyText.write(other));
        JsonNode json = replay("--policy", file.toString()).json();
        assertEquals(1, json.get("different").intValue());
        assertEquals(3, json.get("permittedBefore").intValue());
        assertEquals(2, json.get("permittedAfter").intValue());
        assertEquals("cnv.ledger.show", json.at("/differences/0/capability").stringValue());
        assertEquals(
                "refuse (policy-forbidden) by rule no-ledger",
                json.at("/differences/0/after").stringValue());
    }

    @Test
    void replay_noLedger_isAnError() {
        assertEquals(
                1,
                ToolRun.of(
                                folder.resolve("two"),
                                "ledger",
                                "replay",
                                "--dir",
                                folder.resolve("none").toString())
                        .exit());
    }
}
