package bad;

import dev.cnv.annotations.*;

class Silent {
    @Capability(id = "silent.verb")
    void verb() {} // expect CNV-201
}
