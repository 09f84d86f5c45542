/** The operator's command {@code cnv}, itself a CNV application. */
@org.jspecify.annotations.NullMarked
module dev.cnv.tool {
    requires dev.cnv.audit;
    requires dev.cnv.runtime;
    requires dev.cnv.examples.workspace;

    uses dev.cnv.runtime.spi.VerbModule;

    provides dev.cnv.runtime.spi.VerbModule with
            dev.cnv.tool.EndpointsVerbs,
            dev.cnv.tool.KeyFilesVerbs,
            dev.cnv.tool.LedgerFilesVerbs,
            dev.cnv.tool.LedgerProofsVerbs,
            dev.cnv.tool.LedgerQueriesVerbs,
            dev.cnv.tool.LedgerReplaysVerbs,
            dev.cnv.tool.LedgerReportVerbs,
            dev.cnv.tool.GraphFilesVerbs,
            dev.cnv.tool.GraphReachVerbs,
            dev.cnv.tool.InstalledVerbsVerbs,
            dev.cnv.tool.ReceiptFilesVerbs,
            dev.cnv.tool.TokenFilesVerbs,
            dev.cnv.tool.TokenCredentialsVerbs,
            dev.cnv.tool.PolicyDifferencesVerbs,
            dev.cnv.tool.PolicyFilesVerbs,
            dev.cnv.tool.SwarmFilesVerbs;
}
