package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.Cnv;

public class Leaking {
    private int count;

    @Capability(id = "leaking.read") // expect CNV-606
    @Effects(Effect.READ_ONLY)
    public void read() {
        over(Cnv.current().session());
    }

    private static void over(Session session) {
        LeakingVerbs.with(session).write();
    }

    @Capability(id = "leaking.write")
    @Effects(Effect.MUTATE_STATE)
    public void write() {
        count++;
    }
}
