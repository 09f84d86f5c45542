package dev.cnv.runtime.tlog;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A folder in memory that can fail at each step and can lose, as a crash does, what was not forced.
 * The worst is assumed: a file that was not forced is there with a half of its bytes.
 */
final class MemoryFiles implements LogFiles {

    private static final class Content {
        private final byte[] bytes;
        private boolean isForced;

        Content(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private TreeMap<String, Content> names = new TreeMap<>();
    private TreeMap<String, Content> lasting = new TreeMap<>();
    private int steps;
    private int failAt = -1;
    private boolean failsAfter;

    /** Fails at a step, counted from now: before it is done, or after. */
    void failAt(int step, boolean after) {
        steps = 0;
        failAt = step;
        failsAfter = after;
    }

    int steps() {
        return steps;
    }

    /** What is left when the machine stops now. */
    void crash() {
        failAt = -1;
        names = new TreeMap<>();
        lasting.forEach((name, content) -> names.put(
                name,
                content.isForced
                        ? content
                        : new Content(
                                java.util.Arrays.copyOf(content.bytes, content.bytes.length / 2))));
        lasting = new TreeMap<>(names);
    }

    private interface Step {
        void run() throws IOException;
    }

    private void step(Step step) throws IOException {
        steps++;
        boolean isFailing = steps == failAt;
        if (isFailing && !failsAfter) {
            throw new IOException("step=" + steps + " fails");
        }
        step.run();
        if (isFailing) {
            throw new IOException("step=" + steps + " fails after it is done");
        }
    }

    @Override
    public Optional<byte[]> read(String path, int maxBytes) throws IOException {
        Content content = names.get(path);
        if (content != null && content.bytes.length > maxBytes) {
            throw new LogDamagedException(LogFault.MALFORMED, "file=" + path + " is too long");
        }
        return Optional.ofNullable(content).map(each -> each.bytes.clone());
    }

    @Override
    public void write(String path, byte[] bytes) throws IOException {
        step(() -> names.put(path, new Content(bytes.clone())));
    }

    @Override
    public void force(String path) throws IOException {
        step(() -> names.get(path).isForced = true);
    }

    @Override
    public void move(String from, String to) throws IOException {
        step(() -> names.put(to, names.remove(from)));
    }

    @Override
    public void forceFolderOf(String path) throws IOException {
        step(() -> {
            lasting.keySet().removeIf(each -> folder(each).equals(folder(path)));
            names.forEach((name, content) -> {
                if (folder(name).equals(folder(path))) {
                    lasting.put(name, content);
                }
            });
        });
    }

    @Override
    public void delete(String path) throws IOException {
        step(() -> names.remove(path));
    }

    @Override
    public List<String> list(String folder) {
        return names.keySet().stream()
                .filter(each -> folder(each).equals(folder))
                .toList();
    }

    /** All files, but the one that has not got its name yet. */
    TreeMap<String, String> shown() {
        TreeMap<String, String> shown = new TreeMap<>();
        names.forEach((name, content) ->
                shown.put(name, java.util.HexFormat.of().formatHex(content.bytes)));
        shown.remove(TEMPORARY);
        return shown;
    }

    void put(String path, byte[] bytes) {
        Content content = new Content(bytes);
        content.isForced = true;
        names.put(path, content);
        lasting.put(path, content);
    }

    void remove(String path) {
        names.remove(path);
        lasting.remove(path);
    }

    private static String folder(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
}
