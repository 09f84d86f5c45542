/** A module that provides what is generated for it. */
module good.modular {
    requires dev.cnv.annotations;
    requires dev.cnv.runtime;

    // near CNV-901: provides dev.cnv.runtime.spi.VerbModule with good.modular.NearProvidedVerbs; =>
    provides dev.cnv.runtime.spi.VerbModule with good.modular.NearProvidedVerbs;
}
