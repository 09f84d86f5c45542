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
import java.util.ArrayList;
import java.util.List;
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

    private ToolRun diff(PolicySet before, PolicySet after, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "policy",
                "diff",
                "--before",
                file("before.policy", before),
                "--after",
                file("after.policy", after),
                "--output=json"));
        words.addAll(List.of(more));
        return ToolRun.of(folder.resolve("operator"), words.toArray(String[]::new));
    }

    @Test
    void file_behindTheCommand_isItsFile() throws IOException {
        String file = file("one.policy", PolicySet.of(ALL, NO_BOTS));
        for (String command : List.of("check", "show", "hash")) {
            ToolRun run = ToolRun.of(folder.resolve("operator"), "policy", command, file);
            assertEquals(0, run.exit(), run.err());
        }
        ToolRun asked = ToolRun.of(
                folder.resolve("operator"), "policy", "explain", file, "--capability=a.b");
        assertEquals(0, asked.exit(), asked.err());
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

    @Test
    void diff_tighterPolicy_isProved() throws IOException {
        ToolRun run = diff(PolicySet.of(ALL), PolicySet.of(ALL, NO_BOTS));
        assertEquals(0, run.exit(), run.err());
        assertEquals("proved", run.json().get("noWider").stringValue());
    }

    /** Eleven letters into ten boxes, no two into one: to show that nobody can takes the solver long. */
    @Test
    void diff_moreThanTheTimeIsEnoughFor_isNotKnownAndSoRefused() throws IOException {
        List<PolicyRule> rules = new ArrayList<>();
        List<Condition> placed = new ArrayList<>();
        for (int i = 0; i < 11; i++) {
            List<Condition> any = new ArrayList<>();
            for (int box = 0; box < 10; box++) {
                any.add(in(i, box));
                for (int j = 0; j < i; j++) {
                    rules.add(PolicyRule.deny("box-" + i + "-" + j + "-" + box, "full", "")
                            .when(in(i, box).and(in(j, box))));
                }
            }
            placed.add(new Condition.AnyOf(any));
        }
        rules.add(PolicyRule.allow("all-placed").when(new Condition.AllOf(placed)));
        ToolRun run = diff(
                PolicySet.EMPTY, PolicySet.of(rules.toArray(PolicyRule[]::new)), "--timeout=200ms");
        assertEquals(3, run.exit(), run.out());
        assertTrue(run.err().contains("is not known: the solver gave up"), run.err());
    }

    private static Condition in(int letter, int box) {
        return Condition.argument("letter" + letter, "box" + box);
    }
}
