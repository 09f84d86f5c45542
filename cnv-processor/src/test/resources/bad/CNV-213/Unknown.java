package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.lang.reflect.Method;

public class Unknown {
    private final Plug plug;

    public Unknown(Plug plug) {
        this.plug = plug;
    }

    public interface Plug {
        void use();
    }

    @Capability(id = "unknown.plug")
    @Effects(Effect.READ_ONLY)
    public void plug() {
        plug.use(); // expect CNV-213
    }

    @Capability(id = "unknown.reflection")
    @Effects(Effect.READ_ONLY)
    public void reflection() throws ReflectiveOperationException {
        Method method = String.class.getMethod("length");
        method.invoke("x"); // expect CNV-213
    }
}
