package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import dev.cnv.runtime.policy.PolicyAction;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RulePolicyEngine;
import dev.cnv.runtime.policy.RuleState;
import dev.cnv.runtime.policy.text.PolicyText;
import dev.cnv.runtime.policy.text.PolicyTextException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Policies, read as files: in JSON or in the language that people write. */
public final class PolicyFiles {

    /**
     * A policy that can be read.
     *
     * @param file where it is
     * @param rules how many rules it has
     * @param deprecated how many of them are on their way out
     * @param disabled how many of them are not asked
     * @param hash the SHA-256 that decisions name it by
     */
    public record Checked(String file, int rules, long deprecated, long disabled, String hash) {}

    /**
     * A rule.
     *
     * @param name its name
     * @param state whether it is asked
     * @param action what it does
     * @param text the whole rule in the language
     */
    public record Rule(String name, String state, String action, String text) {}

    /**
     * Reads a policy and says what is wrong with it, or its hash.
     *
     * @param file the policy's file
     * @return what was read
     * @throws IOException when the file cannot be read
     */
    @Capability(id = "cnv.policy.check")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public Checked check(@Param(flag = 'f') Path file) throws IOException {
        PolicySet policy = read(file);
        return new Checked(
                file.toString(),
                policy.rules().size(),
                count(policy, RuleState.DEPRECATED),
                count(policy, RuleState.DISABLED),
                policy.hash().hex());
    }

    /**
     * Shows a policy's rules, sorted by name.
     *
     * @param file the policy's file
     * @return the rules
     * @throws IOException when the file cannot be read
     */
    @Capability(id = "cnv.policy.show")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public List<Rule> show(@Param(flag = 'f') Path file) throws IOException {
        return read(file).rules().stream().map(PolicyFiles::describe).toList();
    }

    /**
     * Names a policy, whatever form its file has and in which order its rules stand.
     *
     * @param file the policy's file
     * @return the SHA-256 of its canonical form
     * @throws IOException when the file cannot be read
     */
    @Capability(id = "cnv.policy.hash")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public String hash(@Param(flag = 'f') Path file) throws IOException {
        return read(file).hash().hex();
    }

    /**
     * Shows the rules that are asked when a verb is called.
     *
     * @param file the policy's file
     * @param capability the verb
     * @return the rules, sorted by name
     * @throws IOException when the file cannot be read
     */
    @Capability(id = "cnv.policy.explain")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public List<Rule> explain(@Param(flag = 'f') Path file, @Param(flag = 'c') String capability)
            throws IOException {
        PolicySet policy = read(file);
        CapabilityId verb = TokenFiles.refusing(() -> new CapabilityId(capability));
        return RulePolicyEngine.interpreting(policy).asked(verb).stream()
                .map(name -> describe(policy.rule(name).orElseThrow()))
                .toList();
    }

    static PolicySet read(Path file) throws IOException {
        try {
            return PolicyText.read(Files.readString(InputFiles.there(file)));
        } catch (PolicyTextException e) {
            throw new VerbRefusedException(
                    Denial.of(Reason.PARAMETER_MALFORMED, "file=" + file + " " + e.getMessage()));
        }
    }

    private static long count(PolicySet policy, RuleState state) {
        return policy.rules().stream().filter(rule -> rule.state() == state).count();
    }

    private static Rule describe(PolicyRule rule) {
        String text = PolicyText.write(PolicySet.of(rule));
        return new Rule(
                rule.name(),
                rule.state().name().toLowerCase(Locale.ROOT),
                action(rule.action()),
                text.substring(text.indexOf('\n')).strip().replaceAll("\\s*\n\\s*", " "));
    }

    private static String action(PolicyAction action) {
        return switch (action) {
            case PolicyAction.Allow _ -> "permit";
            case PolicyAction.Deny _ -> "forbid";
            case PolicyAction.RequireApproval _ -> "approval";
            case PolicyAction.RewriteArguments _ -> "rewrite";
            case PolicyAction.RedirectTo _ -> "redirect";
        };
    }
}
