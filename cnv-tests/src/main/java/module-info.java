/**
 * Exports and holds nothing: the tests of this module use CNV as an application does. That it compiles
 * says that all modules of CNV resolve together on one module path.
 */
module dev.cnv.tests {
    requires dev.cnv.annotations;
    requires dev.cnv.hotpath;
    requires dev.cnv.processor;
    requires dev.cnv.runtime;
    requires dev.cnv.tool;
}
