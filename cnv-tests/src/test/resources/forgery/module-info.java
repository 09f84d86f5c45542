/** An application with one verb, and everything that was thought of to reach it without the kernel. */
module victim {
    requires dev.cnv.runtime;
    requires jdk.unsupported;

    exports victim;
}
