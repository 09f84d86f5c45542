module isolated {
    requires dev.cnv.runtime;

    provides dev.cnv.runtime.spi.VerbModule with
            isolated.CellVerbs;
}
