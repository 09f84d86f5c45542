package good.isolated;

import dev.cnv.annotations.*;
import dev.cnv.runtime.Cnv;

/** One who may only read reaches what reads; one who may change reaches what changes. */
public class NearIsolated {

    private int count;

    // near CNV-606: .show() => .write()
    @Capability(id = "near-isolated.read")
    @Effects(Effect.READ_ONLY)
    public void read() {
        NearIsolatedVerbs.with(Cnv.current().session()).show();
    }

    @Capability(id = "near-isolated.show")
    @Effects(Effect.READ_ONLY)
    public int show() {
        return count;
    }

    @Capability(id = "near-isolated.change")
    @Effects(Effect.MUTATE_STATE)
    public void change() {
        NearIsolatedVerbs.with(Cnv.current().session()).write();
        count++;
    }

    @Capability(id = "near-isolated.write")
    @Effects(Effect.MUTATE_STATE)
    public void write() {
        count++;
    }
}
