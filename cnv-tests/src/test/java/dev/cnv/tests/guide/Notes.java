package dev.cnv.tests.guide;

// region: verb
import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Short notes. */
public final class Notes {

    private final List<String> notes = new CopyOnWriteArrayList<>();

    /**
     * Keeps a note.
     *
     * @param text what to remember
     * @return how many notes there are
     */
    @Capability(id = "note.add")
    @Effects(Effect.MUTATE_STATE)
    public int add(@Param(maxLength = 200) String text) {
        notes.add(text);
        return notes.size();
    }

    /**
     * Lists the notes.
     *
     * @param last how many, the newest
     * @return the notes, oldest first
     */
    @Capability(id = "note.list")
    @Effects(Effect.READ_ONLY)
    public List<String> list(@Param(defaultValue = "10", min = "1", flag = 'n') int last) {
        return notes.subList(Math.max(0, notes.size() - last), notes.size());
    }
}
// endregion
