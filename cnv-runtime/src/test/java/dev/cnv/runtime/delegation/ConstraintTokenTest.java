package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.capability.EffectLevel;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Constraints in tokens: each kind is carried, and a wider one is named when it is handed on. */
class ConstraintTokenTest {

    private static Chain issued(ArgumentConstraint constraint) {
        return Chain.issue(
                Keys.ROOT,
                TokenDraft.to(Keys.ALICE.publicKey(), "alice", "person")
                        .between(Keys.NOW, Keys.LATER)
                        .mayHandOn(1)
                        .grant(Grant.of("file.*", EffectLevel.MUTATE).where("p", constraint)));
    }

    private static Chain handedOn(Chain chain, Grant grant) {
        return chain.delegate(
                Keys.ALICE,
                TokenDraft.to(Keys.BOT.publicKey(), "alice/bot", "llm").grant(grant));
    }

    @Test
    void chain_eachSample_carriesIt() {
        for (List<ArgumentConstraint> kind : Constraints.samples().values()) {
            for (ArgumentConstraint constraint : kind) {
                Chain chain = Chain.parse(issued(constraint).text());
                Grant grant = Grant.of("file.*", EffectLevel.MUTATE).where("p", constraint);
                // Only the same or a narrower grant can be handed on.
                assertEquals(2, handedOn(chain, grant).tokens().size(), constraint::toString);
                if (!(constraint instanceof ArgumentConstraint.Any)) {
                    Grant wider = Grant.of("file.*", EffectLevel.MUTATE)
                            .where("p", ArgumentConstraint.any());
                    String message = message(chain, wider);
                    assertTrue(
                            message.contains("p is anything, which is not in " + constraint),
                            message);
                }
            }
        }
    }

    @Test
    void delegate_parameterLeftOut_isNamed() {
        String message = message(
                issued(ArgumentConstraint.hostIn("*.example.org")),
                Grant.of("file.*", EffectLevel.MUTATE));
        assertTrue(
                message.contains(
                        "arguments: grant=file.* up to MUTATE is in no grant of the link before: "
                                + "p is not constrained, and was a host in *.example.org"),
                message);
    }

    private static String message(Chain chain, Grant grant) {
        return String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> handedOn(chain, grant))
                        .getMessage());
    }
}
