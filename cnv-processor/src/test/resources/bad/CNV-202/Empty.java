package bad;

import dev.cnv.annotations.*;

class Empty {
    @Capability(id = "empty.verb")
    @Effects({}) // expect CNV-202
    void verb() {}
}
