package dev.cnv.tests.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The guide's application does what the guide says. */
class GuideTest {

    @Test
    void notesApp_assistantAdds_isRefusedAndRecorded(@TempDir Path folder) {
        Outcome<JsonNode> outcome = NotesApp.run(folder);
        var denied = assertInstanceOf(Outcome.Denied.class, outcome);
        assertEquals(Reason.EFFECT_NOT_GRANTED, denied.denial().reason());
        var verification = FileLedger.verify(folder);
        assertTrue(verification.intact());
        assertEquals(5, verification.records(), "two calls with decision and outcome, and one refusal");
    }
}
