package dev.cnv.cedar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.GoldenFile;
import java.util.List;
import org.junit.jupiter.api.Test;

class CedarSchemaTest {

    @Test
    void write_verbs_isTheGoldenText() {
        GoldenFile.assertMatches(
                CedarSchemaTest.class, "bank.cedarschema", CedarSchema.write(Bank.VERBS));
    }

    @Test
    void write_verbsInAnotherOrder_isTheSameText() {
        assertEquals(CedarSchema.write(Bank.VERBS), CedarSchema.write(Bank.VERBS.reversed()));
    }

    @Test
    void write_noVerbs_isASchemaThatCedarTakes() {
        CedarPolicyEngine.of("", CedarSchema.write(List.of()));
    }

    @Test
    void write_verbTwice_isRefused() {
        String message = assertThrows(
                        CedarRefusedException.class,
                        () -> CedarSchema.write(List.of(Bank.READ, Bank.READ)))
                .getMessage();
        assertTrue(message.contains("capability=file.read"), message);
    }
}
