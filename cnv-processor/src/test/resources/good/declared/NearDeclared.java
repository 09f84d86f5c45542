package good.declared;

import dev.cnv.annotations.*;
import java.io.IOException;
import java.net.InetAddress;

/** Effects that are said as they are. */
public class NearDeclared {

    // near CNV-201: @Effects(Effect.READ_ONLY) =>
    @Capability(id = "near-declared.read")
    @Effects(Effect.READ_ONLY)
    public void read() {}

    // near CNV-202: {Effect.READ_ONLY} => {}
    @Capability(id = "near-declared.set")
    @Effects({Effect.READ_ONLY})
    public void set() {}

    // near CNV-203: Effect.NETWORK_ACCESS => Effect.STORAGE_WRITE
    @Capability(id = "near-declared.remote")
    @Effects({Effect.READ_ONLY, Effect.NETWORK_ACCESS})
    public boolean remote(String host) throws IOException {
        return InetAddress.getByName(host).isReachable(10);
    }

    // near CNV-204: dryRun = false => dryRun = true
    @Capability(id = "near-declared.dry")
    @Effects(value = Effect.READ_ONLY, dryRun = false)
    public void dry() {}
}
