package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

public class Undeclared {
    private static int calls;

    private final Map<String, Integer> counts = new HashMap<>();
    private final Store store = new DiskStore();
    private int last;

    interface Store {
        void keep(String text);
    }

    static final class DiskStore implements Store {
        @Override
        public void keep(String text) {
            write(text, 3);
        }

        private void write(String text, int times) {
            if (times > 0) {
                again(text, times - 1);
            }
        }

        private void again(String text, int times) {
            try {
                Files.writeString(Path.of("x"), text);
            } catch (IOException e) {
                write(text, times);
            }
        }
    }

    @Capability(id = "undeclared.direct")
    @Effects(Effect.READ_ONLY)
    public void direct() throws IOException {
        Files.delete(Path.of("x")); // expect CNV-211
    }

    @Capability(id = "undeclared.interface")
    @Effects(Effect.READ_ONLY)
    public void overInterface(String text) {
        store.keep(text); // expect CNV-211
    }

    @Capability(id = "undeclared.network")
    @Effects(Effect.STORAGE_WRITE)
    public void network() throws IOException {
        URI.create("http://x").toURL().openStream().close(); // expect CNV-211
        Files.createFile(Path.of("x"));
    }

    @Capability(id = "undeclared.field")
    @Effects(Effect.READ_ONLY)
    public int field() {
        last = 1; // expect CNV-211
        return last;
    }

    @Capability(id = "undeclared.static")
    @Effects(Effect.READ_ONLY)
    public int ofClass() {
        return ++calls; // expect CNV-211
    }

    @Capability(id = "undeclared.collection")
    @Effects(Effect.READ_ONLY)
    public int collection(String name) {
        return counts.merge(name, 1, Integer::sum); // expect CNV-211
    }

    @Capability(id = "undeclared.lambda")
    @Effects(Effect.READ_ONLY)
    public void lambda(List<String> names) {
        names.forEach(name -> System.setProperty(name, "x")); // expect CNV-211
    }

    @Capability(id = "undeclared.reference")
    @Effects(Effect.READ_ONLY)
    public void reference(List<String> names) {
        names.forEach(System::clearProperty); // expect CNV-211
    }

    @Capability(id = "undeclared.anonymous")
    @Effects(Effect.READ_ONLY)
    public void anonymous() {
        Runnable exit = new Runnable() { // expect CNV-211
            @Override
            public void run() {
                System.exit(1);
            }
        };
        exit.run();
    }

    @Capability(id = "undeclared.constructor")
    @Effects(Effect.READ_ONLY)
    public void constructor() {
        new Starter(); // expect CNV-211
    }

    static final class Starter {
        private final Process process = start();

        private static Process start() {
            try {
                return new ProcessBuilder("true").start();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Capability(id = "undeclared.argument")
    @Effects(Effect.READ_ONLY)
    public void argument() {
        fill(counts); // expect CNV-211
    }

    private static void fill(Map<String, Integer> map) {
        map.put("x", 1);
    }

    private final List<Supplier<Integer>> later = new ArrayList<>(List.of(() -> ++last));

    @Capability(id = "undeclared.later")
    @Effects(Effect.READ_ONLY)
    public int callLater() {
        return later.get(0).get(); // expect CNV-211
    }
}
