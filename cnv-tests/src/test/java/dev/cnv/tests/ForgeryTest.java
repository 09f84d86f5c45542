package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that was thought of to reach a handler without the kernel, tried on the module path in a
 * JVM of its own, from the package of the generated code and with the generated module in hand. The
 * attacks are in {@code src/test/resources/forgery}; the canary is the honest call with which each
 * replay, and each attack on a certificate that travels, begins: an attack whose honest call was not reached counts as UNREADY.
 */
class ForgeryTest {

    private static final Map<String, String> EXPECTED = new TreeMap<>(Map.ofEntries(
            Map.entry("anonymous-call", "CallRefusedException"),
            Map.entry("cast-from-unchecked", "ClassCastException"),
            Map.entry("cloned-certificate", "InaccessibleObjectException"),
            Map.entry("export-by-a-namesake", "CallRefusedException"),
            Map.entry("export-by-another-issuer", "CallRefusedException"),
            Map.entry("export-claiming-the-key", "CallRefusedException"),
            Map.entry("export-for-an-earlier-stage", "ClassCastException"),
            Map.entry("export-forged", "CallRefusedException"),
            Map.entry("export-of-an-accepted-one", "IllegalStateException"),
            Map.entry("export-of-another-call", "CallRefusedException"),
            Map.entry("export-replayed", "CallRefusedException"),
            Map.entry("export-replayed-after-restart", "CallRefusedException"),
            Map.entry("export-serialized", "NotSerializableException"),
            Map.entry("export-tampered", "CallRefusedException"),
            Map.entry("export-widened-and-signed-anew", "CallRefusedException"),
            Map.entry("null-proof", "NullPointerException"),
            Map.entry("private-lookup", "IllegalAccessException"),
            Map.entry("proxy-proof", "IllegalArgumentException"),
            Map.entry("reflection-factory", "ProofRefusedException"),
            Map.entry("reflection-factory-dispatch", "ProofRefusedException"),
            Map.entry("reflective-proof", "InaccessibleObjectException"),
            Map.entry("replayed-dispatch", "ProofRefusedException"),
            Map.entry("replayed-verified", "CallRefusedException"),
            Map.entry("serialized-certificate", "NotSerializableException"),
            Map.entry("spun-proof-class", "IncompatibleClassChangeError"),
            Map.entry("stage-from-earlier-proof", "ProofRefusedException"),
            Map.entry("stolen-proof-field", "InaccessibleObjectException"),
            Map.entry("ticket-null", "ProofRefusedException"),
            Map.entry("ticket-private-lookup", "IllegalAccessException"),
            Map.entry("ticket-reflection-factory", "ProofRefusedException"),
            Map.entry("ticket-reflective", "InaccessibleObjectException"),
            Map.entry("ticket-unsafe-allocated", "ProofRefusedException"),
            Map.entry("unsafe-allocated-dispatch", "ProofRefusedException"),
            Map.entry("unsafe-allocated-proof", "ProofRefusedException"),
            Map.entry("unsafe-field-of-record", "UnsupportedOperationException")));

    @Test
    void attacks_onTheModulePath_areAllRefused(@TempDir Path folder) {
        Path classes = folder.resolve("classes");
        // The attacks use what -Xlint warns of; the generated code beside them is checked
        // elsewhere.
        Workshop.Said compiled =
                Workshop.compileLoosely(Workshop.resource("forgery"), classes, "--module-path");
        assertEquals(0, compiled.status(), compiled.text());
        Workshop.Said said =
                Workshop.runModule(folder, classes, "victim", "victim.Attacks", folder.toString());
        assertEquals(0, said.status(), said.text());
        List<String[]> lines = said.text()
                .lines()
                .filter(line -> line.matches("[a-z-]+ (REFUSED|REACHED|UNREADY) .*"))
                .map(line -> line.split(" ", 3))
                .toList();
        assertTrue(lines.stream().allMatch(line -> line[1].equals("REFUSED")), said.text());
        Map<String, String> how = lines.stream()
                .collect(Collectors.toMap(
                        line -> line[0], line -> line[2], (a, _) -> a, TreeMap::new));
        assertEquals(EXPECTED, how);
    }
}
