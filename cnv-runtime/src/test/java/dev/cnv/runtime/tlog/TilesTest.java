package dev.cnv.runtime.tlog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TilesTest {

    @Test
    void path_isTheOneOfTheSpecification() {
        assertEquals("tile/0/x001/x234/067", new TilePath(0, 1_234_067, 256).toString());
        assertEquals("tile/entries/x001/x234/067.p/9", new TilePath(-1, 1_234_067, 9).toString());
        assertEquals("tile/63/000", new TilePath(63, 0, 256).toString());
        assertEquals("tile/2/x001/000.p/255", new TilePath(2, 1000, 255).toString());
        for (TilePath path : List.of(
                new TilePath(-1, 0, 1),
                new TilePath(0, 999, 256),
                new TilePath(17, 123_456_789_012L, 255))) {
            assertEquals(Optional.of(path), TilePath.parse(path.toString()));
        }
    }

    @Test
    void pathOfAnotherForm_isNone() {
        for (String text : List.of(
                "",
                "tile/64/000",
                "tile/01/000",
                "tile/-1/000",
                "tile/0/0",
                "tile/0/x000/001",
                "tile/0/001/002",
                "tile/0/x001/x002",
                "tile/0/000.p/0",
                "tile/0/000.p/01",
                "tile/0/000.p/256",
                "tile/0/000.p/999",
                "tile/0/000/",
                "/tile/0/000",
                "tile/0/../000",
                "tile/0/x999/x999/x999/x999/x999/x999/999",
                "tile/entries/000.p",
                "tile/data/000")) {
            assertEquals(Optional.empty(), TilePath.parse(text), text);
        }
        assertThrows(IllegalArgumentException.class, () -> new TilePath(64, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new TilePath(-2, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new TilePath(0, -1, 1));
        assertThrows(IllegalArgumentException.class, () -> new TilePath(0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new TilePath(0, 0, 257));
    }

    /** The worked numbers of the specification. */
    @Test
    void treeOf70000_hasTheTilesOfTheSpecification() throws IOException {
        MemoryFiles files = new MemoryFiles();
        write(files, 70_000);
        Map<String, String> shown = files.shown();
        assertEquals(273, count(shown, "tile/0/", false));
        assertEquals(List.of("tile/0/273.p/112"), partial(shown, "tile/0/"));
        assertEquals(1, count(shown, "tile/1/", false));
        assertEquals(List.of("tile/1/001.p/17"), partial(shown, "tile/1/"));
        assertEquals(0, count(shown, "tile/2/", false));
        assertEquals(List.of("tile/2/000.p/1"), partial(shown, "tile/2/"));
        assertEquals(273, count(shown, "tile/entries/", false));
        assertEquals(List.of("tile/entries/273.p/112"), partial(shown, "tile/entries/"));
        assertEquals(273 + 1 + 1 + 1 + 1 + 273 + 1, shown.size());
    }

    @Test
    void treeOf256_hasAFullTileAndAPartialOneOfWidth1() throws IOException {
        MemoryFiles files = new MemoryFiles();
        write(files, 256);
        assertEquals(
                List.of("tile/0/000", "tile/1/000.p/1", "tile/entries/000"),
                List.copyOf(files.shown().keySet()));
        assertEquals(
                NaiveTree.root(NaiveTree.entries(256)).hex(), files.shown().get("tile/1/000.p/1"));
    }

    @Test
    void bundle_hasLengthsOfTwoBytes() throws IOException {
        MemoryFiles files = new MemoryFiles();
        TileWriter writer = TileWriter.fromNothing(files);
        writer.append(new byte[0]);
        writer.append("ab".getBytes());
        writer.append(new byte[65_535]);
        writer.flush();
        String bundle = files.shown().get("tile/entries/000.p/3");
        assertTrue(bundle.startsWith("0000" + "00026162" + "ffff0000"));
        assertArrayEquals(new byte[0], new TileReader(files, 3).entry(0));
        assertEquals(65_535, new TileReader(files, 3).entry(2).length);
        assertThrows(IllegalArgumentException.class, () -> writer.append(new byte[65_536]));
    }

    @Test
    void reader_givesEntriesAndProofsOfEachSmallerTree() throws IOException {
        MemoryFiles files = new MemoryFiles();
        Digest root = write(files, 1000).root();
        TileReader reader = new TileReader(files, 1000);
        LeafHashes nodes = LeafHashes.of(1000);
        assertTrue(reader.check(root).holds());
        for (int size = 1; size <= 1000; size += 37) {
            assertEquals(ConsistencyProof.create(nodes, size, 1000), reader.consistency(size));
            InclusionProof proof = reader.inclusion(size - 1);
            assertEquals(InclusionProof.create(nodes, size - 1, 1000), proof);
            byte[] entry = reader.entry(size - 1);
            assertArrayEquals(NaiveTree.entry(size - 1), entry);
            assertTrue(proof.verify(MerkleTree.leafHash(entry), root).holds());
            assertEquals(MerkleTree.root(nodes, size), MerkleTree.root(reader, size));
        }
        assertThrows(IllegalArgumentException.class, () -> reader.entry(1000));
        assertThrows(IllegalArgumentException.class, () -> reader.entry(-1));
        assertThrows(IllegalArgumentException.class, () -> reader.inclusion(1000));
        assertThrows(IllegalArgumentException.class, () -> reader.node(0, 1000, new byte[32], 0));
        assertThrows(IllegalArgumentException.class, () -> reader.node(10, 0, new byte[32], 0));
    }

    @Test
    void writer_goesOnFromEachSize_withTheSameBytes() throws IOException {
        MemoryFiles whole = new MemoryFiles();
        write(whole, 600);
        for (int size : new int[] {0, 1, 2, 255, 256, 257, 511, 512, 513, 599, 600}) {
            MemoryFiles files = new MemoryFiles();
            Digest root = write(files, size).root();
            TileWriter writer = TileWriter.resume(files, size, root);
            assertEquals(size, writer.size());
            for (int i = size; i < 600; i++) {
                writer.append(NaiveTree.entry(i));
            }
            writer.flush();
            whole.shown()
                    .forEach((path, bytes) -> assertEquals(bytes, files.shown().get(path), path));
            assertTrue(new TileReader(files, 600).check(writer.root()).holds());
        }
    }

    @Test
    void partialFiles_areRemovedWhenTheFullOneIsThere() throws IOException {
        MemoryFiles files = new MemoryFiles();
        TileWriter writer = TileWriter.fromNothing(files);
        for (int i = 0; i < 256; i++) {
            writer.append(NaiveTree.entry(i));
            writer.flush();
        }
        assertEquals(
                List.of("tile/0/000", "tile/1/000.p/1", "tile/entries/000"),
                List.copyOf(files.shown().keySet()));
        assertTrue(new TileReader(files, 100)
                .check(NaiveTree.root(NaiveTree.entries(100)))
                .holds());
    }

    @Test
    void filesWithOtherBytes_areRefusedAndKept() throws IOException {
        MemoryFiles files = new MemoryFiles();
        write(files, 300);
        TileWriter writer = TileWriter.fromNothing(files);
        LogDamagedException e = assertThrows(LogDamagedException.class, () -> {
            for (int i = 0; i < 300; i++) {
                writer.append(NaiveTree.entry(i == 7 ? 8 : i));
            }
        });
        assertEquals(LogFault.DISAGREES, e.fault());
        assertTrue(new TileReader(files, 300)
                .check(NaiveTree.root(NaiveTree.entries(300)))
                .holds());
    }

    @Test
    void resume_withAnotherRootOrMissingTiles_isRefused() throws IOException {
        MemoryFiles files = new MemoryFiles();
        Digest root = write(files, 300).root();
        assertFault(LogFault.MISSING, () -> TileWriter.resume(files, 299, root));
        assertFault(LogFault.DISAGREES, () -> TileWriter.resume(files, 300, Digest.of("no")));
        assertFault(LogFault.MISSING, () -> TileWriter.resume(files, 301, root));
        byte[] bundle = files.read("tile/entries/001.p/44", 100_000).orElseThrow();
        bundle[5] ^= 1;
        files.put("tile/entries/001.p/44", bundle);
        assertFault(LogFault.DISAGREES, () -> TileWriter.resume(files, 300, root));
        files.remove("tile/entries/001.p/44");
        assertFault(LogFault.MISSING, () -> TileWriter.resume(files, 300, root));
    }

    @Test
    void eachChangedFile_isFoundByTheCheck() throws IOException {
        MemoryFiles files = new MemoryFiles();
        Digest root = write(files, 600).root();
        for (Map.Entry<String, String> file : files.shown().entrySet()) {
            byte[] original = HexFormat.of().parseHex(file.getValue());
            for (int at = 0; at < original.length; at += original.length < 100 ? 1 : 211) {
                byte[] bytes = original.clone();
                bytes[at] ^= (byte) (1 << at % 8);
                files.put(file.getKey(), bytes);
                assertFalse(
                        new TileReader(files, 600).check(root).holds(), file.getKey() + " " + at);
            }
            files.put(file.getKey(), java.util.Arrays.copyOf(original, original.length - 1));
            assertFalse(new TileReader(files, 600).check(root).holds(), file.getKey());
            files.remove(file.getKey());
            MerkleTreeTest.assertFault(LogFault.MISSING, new TileReader(files, 600).check(root));
            files.put(file.getKey(), original);
        }
        assertTrue(new TileReader(files, 600).check(root).holds());
        MerkleTreeTest.assertFault(
                LogFault.ROOT_MISMATCH, new TileReader(files, 600).check(Digest.of("no")));
    }

    @Test
    void folderOnDisk_holdsTheSameFiles(@TempDir Path folder) throws IOException {
        LogFiles files = LogFiles.in(folder.resolve("new/log"));
        MemoryFiles memory = new MemoryFiles();
        Digest root = write(memory, 300).root();
        write(files, 257);
        write(files, 300);
        assertTrue(new TileReader(files, 300).check(root).holds());
        for (Map.Entry<String, String> file : memory.shown().entrySet()) {
            assertArrayEquals(
                    HexFormat.of().parseHex(file.getValue()),
                    Files.readAllBytes(folder.resolve("new/log").resolve(file.getKey())));
        }
        assertFalse(Files.exists(folder.resolve("new/log/.new")));
        assertEquals(List.of(), files.list("tile/none"));
        assertEquals(Optional.empty(), files.read("tile/none", 10));
        assertThrows(LogDamagedException.class, () -> files.read("tile/0/000", 10));
    }

    static TileWriter write(LogFiles files, int count) throws IOException {
        TileWriter writer = TileWriter.fromNothing(files);
        for (int i = 0; i < count; i++) {
            writer.append(NaiveTree.entry(i));
        }
        writer.flush();
        return writer;
    }

    private static void assertFault(
            LogFault fault, org.junit.jupiter.api.function.Executable action) {
        assertEquals(
                fault,
                assertInstanceOf(LogDamagedException.class, assertThrows(IOException.class, action))
                        .fault());
    }

    private static long count(Map<String, String> shown, String prefix, boolean partial) {
        return shown.keySet().stream()
                .filter(each -> each.startsWith(prefix) && each.contains(".p/") == partial)
                .count();
    }

    private static List<String> partial(Map<String, String> shown, String prefix) {
        return shown.keySet().stream()
                .filter(each -> each.startsWith(prefix) && each.contains(".p/"))
                .toList();
    }
}
