package dev.cnv.tests.guide;

// region: cli
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.cli.ApplicationRuntime;
import dev.cnv.runtime.cli.CnvCli;
import dev.cnv.runtime.delegation.Credential;
import java.util.List;
import java.util.function.Supplier;

/** {@code notes note add --text "buy milk"}, with help, completion, formats and exit codes. */
final class NotesCli {

    static CnvCli.Builder notes(Supplier<Cnv> open, Credential alice, Credential assistant) {
        return CnvCli.named("notes")
                .summary("Keeps short notes.")
                .version("1.0.0")
                .verbs(List.of(new NotesVerbs()))
                .runtime(ApplicationRuntime.of(open::get)
                        .withCaller("alice", () -> alice)
                        .withCaller("assistant", () -> assistant)
                        .withUsualCaller("alice"));
    }
}
// endregion
