package good.naming;

import dev.cnv.annotations.*;

/** Names that are as they should be. */
public class NearNames {

    // near CNV-101: near-name.show => near-name.Show
    // near CNV-103: version = "1.0.0" => version = "1.0"
    // near CNV-102: near-name.show => near-name.list
    @Capability(id = "near-name.show", version = "1.0.0")
    @Effects(Effect.READ_ONLY)
    public void show() {}

    // near CNV-104: elsewhere.show-all => elsewhere.show_all
    // near CNV-105: elsewhere.show-all => near-name.list
    @Capability(id = "near-name.list", requires = "elsewhere.show-all")
    @Effects(Effect.READ_ONLY)
    public void list() {}

    // near CNV-106: deprecated = "it is slow",  =>
    @Capability(id = "near-name.old", deprecated = "it is slow", replacedBy = "near-name.show")
    @Effects(Effect.READ_ONLY)
    public void old() {}

    @Capability(id = "near-name.list-all")
    @Effects(Effect.READ_ONLY)
    public void listAll() {}

    // near CNV-107: near-name.list.most => near-name.list.all
    @Capability(id = "near-name.list.most")
    @Effects(Effect.READ_ONLY)
    public void listMost() {}
}
