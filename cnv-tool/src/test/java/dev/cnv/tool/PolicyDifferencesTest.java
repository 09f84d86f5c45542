package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.text.PolicyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cnv policy diff}. */
class PolicyDifferencesTest {

    private static final PolicyRule ALL = PolicyRule.allow("all").always();
    private static final PolicyRule NO_BOTS =
            PolicyRule.deny("no-bots", "no bots", "").when(Condition.agentType("llm"));

    @TempDir
    private Path folder;

    private String file(String name, PolicySet policy) throws IOException {
        return Files.writeString(folder.resolve(name), PolicyText.write(policy)).toString();
    }

    private ToolRun diff(PolicySet before, PolicySet after) throws IOException {
        return ToolRun.of(
                folder.resolve("operator"),
                "policy",
                "diff",
                "--before",
                file("before.policy", before),
                "--after",
                file("after.policy", after),
                "--output=json");
    }

    @Test
    void diff_samePolicies_isProved() throws IOException {
        ToolRun run = diff(PolicySet.of(ALL, NO_BOTS), PolicySet.of(NO_BOTS, ALL));
        assertEquals(0, run.exit(), run.err());
        assertEquals("both permit the same", run.json().get("verdict").stringValue());
    }

    @Test
    void diff_widerPolicy_isRefusedWithARequestThatShowsIt() throws IOException {
        ToolRun run = diff(PolicySet.of(ALL, NO_BOTS), PolicySet.of(ALL));
        assertEquals(3, run.exit(), run.out());
        assertTrue(run.err().contains("type=llm"), run.err());
    }

    /** Without a solver on the path nothing is said to be proved; with one, it is. */
    @Test
    void diff_tighterPolicy_isProvedOrNotSaidToBe() throws IOException {
        ToolRun run = diff(PolicySet.of(ALL), PolicySet.of(ALL, NO_BOTS));
        boolean solver = ModuleLayer.boot().findModule("tools.aqua.turnkey.z3").isPresent();
        assertEquals(solver ? 0 : 3, run.exit(), run.err());
        if (!solver) {
            assertTrue(run.err().contains("nothing is proved"), run.err());
        }
    }
}
