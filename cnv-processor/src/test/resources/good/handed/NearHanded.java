package handed;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Functions that change what they are given, which is the call's own. */
public class NearHanded {

    static final List<String> SHARED = new ArrayList<>();

    private final Consumer<List<String>> kept = list -> list.add("x");

    // near CNV-211: add.accept(own) => add.accept(SHARED)
    @Capability(id = "near-handed.variable")
    @Effects(Effect.READ_ONLY)
    public List<String> variable() {
        List<String> own = new ArrayList<>(SHARED);
        Consumer<List<String>> add = list -> list.add("x");
        add.accept(own);
        return own;
    }

    // near CNV-211: kept.accept(own) => kept.accept(SHARED)
    @Capability(id = "near-handed.field")
    @Effects(Effect.READ_ONLY)
    public List<String> field() {
        List<String> own = new ArrayList<>(SHARED);
        kept.accept(own);
        return own;
    }

    /** Two functions: the one that changes something is not the one that is given what is shared. */
    @Capability(id = "near-handed.two")
    @Effects(Effect.READ_ONLY)
    public int two() {
        List<String> own = new ArrayList<>();
        Consumer<List<String>> add = list -> list.add("x");
        Consumer<List<String>> look = list -> own.addAll(list);
        // near CNV-211: look.accept(SHARED) => add.accept(SHARED)
        look.accept(SHARED);
        add.accept(own);
        return own.size();
    }
}
