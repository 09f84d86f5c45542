package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Changes of what a function was given. Each has a way of its own. */
public class HandedOver {

    static final List<String> SHARED = new ArrayList<>();

    // A function in a variable is given what its method is called with.

    @Capability(id = "handed.variable")
    @Effects(Effect.READ_ONLY)
    public void variable() {
        Consumer<List<String>> add = list -> list.add("x"); // expect CNV-211
        add.accept(SHARED);
    }

    @Capability(id = "handed.assigned")
    @Effects(Effect.READ_ONLY)
    public void assigned() {
        Consumer<List<String>> add;
        add = list -> list.add("x"); // expect CNV-211
        add.accept(SHARED);
    }

    @Capability(id = "handed.reference")
    @Effects(Effect.READ_ONLY)
    public void reference() {
        Consumer<List<String>> clear = List::clear; // expect CNV-211
        clear.accept(SHARED);
    }

    @Capability(id = "handed.either")
    @Effects(Effect.READ_ONLY)
    public void either(boolean add) {
        Consumer<List<String>> change = add ? list -> list.add("x") : list -> {}; // expect CNV-211
        change.accept(SHARED);
    }

    @Capability(id = "handed.other-name")
    @Effects(Effect.READ_ONLY)
    public void otherName() {
        Consumer<List<String>> add = list -> list.add("x"); // expect CNV-211
        Consumer<List<String>> other = add;
        other.accept(SHARED);
    }

    @Capability(id = "handed.passed")
    @Effects(Effect.READ_ONLY)
    public void passed() {
        Consumer<List<String>> add = list -> list.add("x"); // expect CNV-211
        List.of(SHARED).forEach(add);
    }

    @Capability(id = "handed.chained")
    @Effects(Effect.READ_ONLY)
    public void chained() {
        Consumer<List<String>> look = list -> {};
        Consumer<List<String>> add = list -> list.add("x"); // expect CNV-211
        Consumer<List<String>> both = look.andThen(add);
        both.accept(SHARED);
    }

    @Capability(id = "handed.cast")
    @Effects(Effect.READ_ONLY)
    public void cast() {
        ((Consumer<List<String>>) list -> list.add("x")).accept(SHARED); // expect CNV-211
    }

    @Capability(id = "handed.from-function")
    @Effects(Effect.READ_ONLY)
    public void fromFunction() {
        Runnable inner = () -> {
            Consumer<List<String>> add = list -> list.add("x"); // expect CNV-211
            add.accept(SHARED);
        };
        inner.run();
    }

    // A function in a field is given what any method calls it with.

    @FunctionalInterface
    interface Kept {
        void of(List<String> list);
    }

    private final Kept kept = list -> list.add("x");

    @Capability(id = "handed.field")
    @Effects(Effect.READ_ONLY)
    public void field() {
        kept.of(SHARED); // expect CNV-211
    }


    @FunctionalInterface
    interface Marked {
        void of(List<String> list);
    }

    private static final Marked MARKED = list -> list.add("x");

    @Capability(id = "handed.own-interface")
    @Effects(Effect.READ_ONLY)
    public void ownInterface() {
        MARKED.of(SHARED); // expect CNV-211
    }
}
