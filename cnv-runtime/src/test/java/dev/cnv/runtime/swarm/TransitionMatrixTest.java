package dev.cnv.runtime.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.GoldenFile;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TransitionMatrixTest {

    private static final TransitionMatrix MATRIX = TransitionMatrix.of(moves());

    private static List<PhaseMove> moves() {
        List<PhaseMove> moves = new ArrayList<>(PhaseTable.moves());
        moves.addAll(Collections.nCopies(99, new PhaseMove(Phase.OPERATIONAL, Phase.DEGRADED)));
        return moves;
    }

    @Test
    void counts_areThoseOfTheMoves() {
        assertEquals(17 + 99, MATRIX.total());
        assertEquals(100, MATRIX.count(Phase.OPERATIONAL, Phase.DEGRADED));
        assertEquals(0, MATRIX.count(Phase.SHUTDOWN, Phase.BOOTSTRAP));
        assertEquals(MATRIX, TransitionMatrix.of(moves()));
        assertEquals(MATRIX.hashCode(), TransitionMatrix.of(moves()).hashCode());
        assertNotEquals(MATRIX, TransitionMatrix.of(List.of()));
    }

    @Test
    void tableCsvAndPicture_areTheGoldenOnes() {
        GoldenFile.assertMatches(TransitionMatrixTest.class, "matrix.txt", MATRIX.table());
        GoldenFile.assertMatches(TransitionMatrixTest.class, "matrix.csv", MATRIX.csv());
        GoldenFile.assertMatches(TransitionMatrixTest.class, "matrix.svg", MATRIX.svg("All moves"));
    }

    @Test
    void json_isReadByAParser() {
        JsonNode read = JsonMapper.shared().readTree(MATRIX.json());
        assertEquals(17, read.size());
        long sum = 0;
        for (JsonNode move : read) {
            sum += move.get("count").asLong();
        }
        assertEquals(MATRIX.total(), sum);
    }

    @Test
    void svg_ofAnyTitle_isXmlWithThatTitle() throws Exception {
        String title = "a <script>\"&'\u00e4\uD83D\uDC1D";
        assertEquals(title, title(MATRIX.svg(title)));
        assertEquals("x\uFFFDy\uFFFD", title(MATRIX.svg("x\u0000y\uD800")));
        assertTrue(MATRIX.svg("").contains("\u00d7"));
    }

    private static String title(String svg) throws Exception {
        // Only this test needs a parser of XML: the module does without.
        ModuleLayer.boot()
                .findModule("java.xml")
                .ifPresent(xml -> TransitionMatrixTest.class.getModule().addReads(xml));
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document document =
                factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        return document.getElementsByTagName("title").item(0).getTextContent();
    }
}
