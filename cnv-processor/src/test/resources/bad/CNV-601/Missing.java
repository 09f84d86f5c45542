package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;

public class Missing {
    @Capability(id = "account.show")
    @Effects(Effect.READ_ONLY)
    public void show() {}

    @Capability(id = "account.close", requires = "account.shwo") // expect CNV-601
    @Effects(Effect.READ_ONLY)
    public void close() {}

    @Capability(id = "account.open", requires = {"account.show", "elsewhere.verb"})
    @Effects(Effect.READ_ONLY)
    public void open() {}
}
