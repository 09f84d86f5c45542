package dev.cnv.examples.workspace;

import static dev.cnv.examples.workspace.DemoScenario.Expected.COMPLETED;
import static dev.cnv.examples.workspace.DemoScenario.Expected.DENIED;
import static dev.cnv.examples.workspace.DemoScenario.Expected.FAILED;
import static dev.cnv.examples.workspace.DemoScenario.Expected.REPEATED;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.outcome.Reason;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who tries what in the demonstration, and what must become of it.
 *
 * @param folder the folder that the reader may read
 * @param inside a text file in the folder
 * @param outside a text file that is not
 */
record DemoScenario(String folder, String inside, String outside) {

    /** A link out of the workspace, made before the calls begin. */
    static final String LINK = "way-out";

    /** A person with all rights. */
    static final String PERSON = "alice";

    /** An agent that may only read below one folder. */
    static final String READER = "alice/reader";

    /** An agent that may write but never delete. */
    static final String WRITER = "alice/writer";

    /** Nobody known. */
    static final String STRANGER = "anonymous";

    private static final CallOptions KEY = CallOptions.NONE.idempotencyKey("demo-note-1");

    /** What must become of a call. */
    enum Expected {
        COMPLETED,
        REPEATED,
        DENIED,
        FAILED
    }

    /**
     * A call.
     *
     * @param caller who calls
     * @param verb which verb
     * @param arguments with what
     * @param options dry run, idempotency key
     * @param expected what must become of it
     * @param reason why it must be denied or fail
     */
    record Step(
            String caller,
            CapabilityId verb,
            ObjectNode arguments,
            CallOptions options,
            Expected expected,
            Optional<Reason> reason) {

        /** The call in a few words: the verb and its paths. */
        String summary() {
            StringBuilder out = new StringBuilder(verb.path());
            for (String name : List.of("path", "from", "to")) {
                if (arguments.has(name)) {
                    out.append(' ').append(arguments.get(name).stringValue());
                }
            }
            return out + (options.dryRun() ? " (dry run)" : "");
        }

        private Step with(CallOptions other) {
            return new Step(caller, verb, arguments, other, expected, reason);
        }
    }

    List<Step> steps() {
        String inFolder = folder + "/own.txt";
        return List.of(
                runs(PERSON, "file.tree", "path", "."),
                runs(PERSON, "file.read", "path", outside),
                runs(PERSON, "file.write", "path", "demo/note.txt", "text", "first\n")
                        .with(KEY),
                new Step(
                        PERSON,
                        new CapabilityId("file.write"),
                        arguments("path", "demo/note.txt", "text", "first\n"),
                        KEY,
                        REPEATED,
                        Optional.empty()),
                runs(READER, "file.list", "path", folder),
                runs(READER, "file.read", "path", inside),
                refused(READER, Reason.ARGUMENT_NOT_GRANTED, "file.read", "path", outside),
                refused(
                        READER,
                        Reason.ARGUMENT_NOT_GRANTED,
                        "file.read",
                        "path",
                        folder + "/../" + outside),
                refused(
                        READER,
                        Reason.CAPABILITY_NOT_GRANTED,
                        "file.write",
                        "path",
                        inFolder,
                        "text",
                        "mine"),
                runs(WRITER, "file.write", "path", "demo/draft.txt", "text", "one\ntwo\nthree\n"),
                runs(
                        WRITER,
                        "file.edit",
                        "path",
                        "demo/draft.txt",
                        "find",
                        "two",
                        "replacement",
                        "2"),
                runs(WRITER, "file.move", "from", "demo/draft.txt", "to", "demo/report.txt"),
                refused(WRITER, Reason.POLICY_FORBIDDEN, "file.delete", "path", "demo/report.txt"),
                refused(WRITER, Reason.POLICY_FORBIDDEN, "file.delete", "path", outside)
                        .with(CallOptions.NONE.asDryRun()),
                new Step(
                        WRITER,
                        new CapabilityId("file.read"),
                        arguments("path", LINK),
                        CallOptions.NONE,
                        FAILED,
                        Optional.of(Reason.HANDLER_FAILED)),
                refused(STRANGER, Reason.POLICY_NO_PERMIT, "file.read", "path", outside),
                runs(PERSON, "file.delete", "path", "demo/note.txt")
                        .with(CallOptions.NONE.asDryRun()),
                runs(PERSON, "file.delete", "path", "demo/note.txt"));
    }

    private static Step runs(String caller, String verb, String... arguments) {
        return new Step(
                caller,
                new CapabilityId(verb),
                arguments(arguments),
                CallOptions.NONE,
                COMPLETED,
                Optional.empty());
    }

    private static Step refused(String caller, Reason reason, String verb, String... arguments) {
        return new Step(
                caller,
                new CapabilityId(verb),
                arguments(arguments),
                CallOptions.NONE,
                DENIED,
                Optional.of(reason));
    }

    private static ObjectNode arguments(String... namesAndValues) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            arguments.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        if (arguments.has("text")) {
            arguments.put("parents", true);
        }
        return arguments;
    }
}
