package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;

public class Circle {
    @Capability(id = "circle.a", requires = "circle.b") // expect CNV-602
    @Effects(Effect.READ_ONLY)
    public void a() {}

    @Capability(id = "circle.b", requires = "circle.c")
    @Effects(Effect.READ_ONLY)
    public void b() {}

    @Capability(id = "circle.c", requires = "circle.a")
    @Effects(Effect.READ_ONLY)
    public void c() {}
}
