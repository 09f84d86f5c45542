/** The sample of the README. */
module quickstart {
    requires dev.cnv.runtime;

    provides dev.cnv.runtime.spi.VerbModule with
            quickstart.AccountsVerbs;
}
