package bad;

import dev.cnv.annotations.*;
import java.util.List;

class Trees {
    record Tree(String name, List<Tree> children) {}

    @Capability(id = "trees.one")
    @Effects(Effect.READ_ONLY)
    void one(Tree tree) {} // expect CNV-403
}
