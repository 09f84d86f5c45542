package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.annotation.processing.Generated;

/** Effects that no call in the text of the verb shows. Each has a culprit of its own. */
public class Hidden {

    // A part of a pattern is read by an accessor, which may be written by hand.

    record Point(String x) {
        public String x() {
            Path.of("pattern").toFile().delete();
            return x;
        }
    }

    @Capability(id = "hidden.pattern")
    @Effects(Effect.READ_ONLY)
    public String pattern(String text) {
        Object point = new Point(text);
        return point instanceof Point(String x) ? x : ""; // expect CNV-211
    }

    record Pair(String left) {
        public String left() {
            Path.of("switch").toFile().delete();
            return left;
        }
    }

    @Capability(id = "hidden.switch")
    @Effects(Effect.READ_ONLY)
    public String switched(String text) {
        Object pair = new Pair(text);
        return switch (pair) {
            case Pair(var left) -> left; // expect CNV-211
            default -> "";
        };
    }

    // Texts are made of objects, and objects are compared, by whoever likes.

    static final class Shown {
        @Override
        public String toString() {
            Path.of("toString").toFile().delete();
            return "";
        }
    }

    @Capability(id = "hidden.text")
    @Effects(Effect.READ_ONLY)
    public String text() {
        return "shown " + new Shown(); // expect CNV-211
    }

    static final class Hashed {
        @Override
        public int hashCode() {
            Path.of("hashCode").toFile().delete();
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    @Capability(id = "hidden.hash")
    @Effects(Effect.READ_ONLY)
    public int hash() {
        Object hashed = new Hashed(); // expect CNV-211
        return List.of(hashed).hashCode();
    }

    static final class Ordered implements Comparable<Ordered> {
        @Override
        public int compareTo(Ordered other) {
            Path.of("compareTo").toFile().delete();
            return 0;
        }
    }

    @Capability(id = "hidden.order")
    @Effects(Effect.READ_ONLY)
    public int order() {
        return List.of(new Ordered(), new Ordered()).stream().sorted().toList().size(); // expect CNV-211
    }

    static final class Dying {
        @Override
        @SuppressWarnings({"deprecation", "removal"})
        protected void finalize() {
            Path.of("finalize").toFile().delete();
        }
    }

    @Capability(id = "hidden.finalizer")
    @Effects(Effect.READ_ONLY)
    public int finalizer() {
        return new Dying().hashCode(); // expect CNV-211
    }

    // The first use of a class runs its initialisers, and those of the classes above it.

    static final class Lazy {
        static final List<String> NAMES = new ArrayList<>();

        static {
            Path.of("field of a class").toFile().delete();
        }
    }

    @Capability(id = "hidden.first-read")
    @Effects(Effect.READ_ONLY)
    public int firstRead() {
        return Lazy.NAMES.size(); // expect CNV-211
    }

    static class Above {
        static {
            Path.of("class above").toFile().delete();
        }
    }

    static final class Below extends Above {
        static int one() {
            return 1;
        }
    }

    @Capability(id = "hidden.above")
    @Effects(Effect.READ_ONLY)
    public int above() {
        return Below.one(); // expect CNV-211
    }

    static final class Named {
        static {
            Path.of("class by name").toFile().delete();
        }
    }

    @Capability(id = "hidden.by-name")
    @Effects(Effect.READ_ONLY)
    public String byName() throws ClassNotFoundException {
        return Class.forName("bad.Hidden$Named").getName(); // expect CNV-211
    }

    // What implements an interface may come from above the class that says so.

    interface Store {
        void keep(String name);
    }

    static class Kept {
        public void keep(String name) {
            Path.of(name).toFile().delete();
        }
    }

    static final class KeptStore extends Kept implements Store {}

    static final class NoStore implements Store {
        @Override
        public void keep(String name) {}
    }

    @Capability(id = "hidden.inherited")
    @Effects(Effect.READ_ONLY)
    public void inherited(boolean kept) {
        Store store = kept ? new KeptStore() : new NoStore();
        store.keep("inherited"); // expect CNV-211
    }

    // A constructor may be called by its reference.

    static final class Task implements Runnable {
        @Override
        public void run() {
            Path.of("reference").toFile().delete();
        }
    }

    @Capability(id = "hidden.reference")
    @Effects(Effect.READ_ONLY)
    public void reference() {
        Supplier<Runnable> maker = Task::new; // expect CNV-211
        maker.get().run();
        Runnable other = () -> {};
        other.run();
    }

    // The constants of an enum are one for all.

    enum Counter {
        ONE;

        private int count;

        int next() {
            return ++count;
        }
    }

    @Capability(id = "hidden.constant")
    @Effects(Effect.READ_ONLY)
    public int constant() {
        return Counter.ONE.next(); // expect CNV-211
    }

    enum Listed {
        ONE {
            private final List<String> names = new ArrayList<>();

            @Override
            int add(String name) {
                names.add(name);
                return names.size();
            }
        };

        abstract int add(String name);
    }

    @Capability(id = "hidden.constant-body")
    @Effects(Effect.READ_ONLY)
    public int constantBody(String name) {
        return Listed.ONE.add(name); // expect CNV-211
    }

    // A private field of a nested class can be set by all around it.

    static final List<String> SHARED = new ArrayList<>();

    static final class Box {
        private List<String> names = new ArrayList<>();
    }

    @Capability(id = "hidden.nest")
    @Effects(Effect.READ_ONLY)
    public void nest(String name) {
        Box box = new Box();
        box.names = SHARED;
        box.names.add(name); // expect CNV-211
    }

    // A handle of a static field has no object that would change.

    static int total;

    private static final VarHandle TOTAL = total();

    private static VarHandle total() {
        try {
            return MethodHandles.lookup().findStaticVarHandle(Hidden.class, "total", int.class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Capability(id = "hidden.handle")
    @Effects(Effect.READ_ONLY)
    public void handle(int value) {
        TOTAL.setVolatile(value); // expect CNV-211
    }

    // Serialization calls private methods.

    static final class Written implements Serializable {
        private static final long serialVersionUID = 1;

        private void writeObject(ObjectOutputStream out) throws IOException {
            Path.of("writeObject").toFile().delete();
            out.defaultWriteObject();
        }
    }

    @Capability(id = "hidden.serialized")
    @Effects(Effect.READ_ONLY)
    public void serialized() throws IOException {
        try (ObjectOutputStream out = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            out.writeObject(new Written()); // expect CNV-211
        }
    }

    // Nobody is believed to be the processor.

    @Capability(id = "hidden.forged")
    @Effects(Effect.READ_ONLY)
    public void forged() {
        Forged.run(); // expect CNV-211
    }

    @Capability(id = "hidden.forged-frames")
    @Effects(Effect.READ_ONLY)
    public void forgedFrames() {
        HiddenFrames.run(); // expect CNV-211
    }

    // What looks new and is not.

    class Inner {
        void add(String name) {
            names.add(name);
        }
    }

    private final List<String> names = new ArrayList<>();

    @Capability(id = "hidden.around")
    @Effects(Effect.READ_ONLY)
    public void around(String name) {
        new Inner().add(name); // expect CNV-211
    }

    record Listing(List<String> names) {}

    @Capability(id = "hidden.component")
    @Effects(Effect.READ_ONLY)
    public void component(String name) {
        new Listing(SHARED).names().add(name + 1); // expect CNV-211
    }

    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1;

        final transient List<String> names;

        Thrown(List<String> names) {
            this.names = names;
        }
    }

    @Capability(id = "hidden.caught")
    @Effects(Effect.READ_ONLY)
    public void caught(String name) {
        try {
            throw new Thrown(SHARED);
        } catch (Thrown e) {
            e.names.add(name); // expect CNV-211
        }
    }

    @Capability(id = "hidden.constants")
    @Effects(Effect.READ_ONLY)
    public void constants() {
        for (Counter counter : Counter.values()) {
            counter.count = 0; // expect CNV-211
        }
    }
}

/** The handler has no frames, so that the processor writes no class of this name. */
@Generated("dev.cnv.processor.CnvProcessor")
final class HiddenFrames {
    static void run() {
        Path.of("forged frames").toFile().delete();
    }
}

@Generated("dev.cnv.processor.CnvProcessor")
final class Forged {
    static void run() {
        Path.of("forged").toFile().delete();
    }
}
