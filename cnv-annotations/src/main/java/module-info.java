/** The annotations that turn a method into a governed verb. No logic, no dependency. */
module dev.cnv.annotations {
    exports dev.cnv.annotations;
}
