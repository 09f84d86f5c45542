module bad { // expect CNV-901
    requires dev.cnv.runtime;
}
