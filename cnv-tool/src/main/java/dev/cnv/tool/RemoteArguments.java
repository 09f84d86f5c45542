package dev.cnv.tool;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.delegation.Approval;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.CredentialFile;
import dev.cnv.runtime.delegation.CredentialRefusedException;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call of a verb whose descriptor is elsewhere.
 *
 * @param capability the verb
 * @param json its arguments
 */
record RemoteArguments(CapabilityId capability, ObjectNode json) {

    private static final int MAX_APPROVAL_BYTES = 16 * 1024;

    /** Arguments as {@code name=TEXT} and {@code name:=JSON}. */
    static RemoteArguments of(String capability, List<String> words) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1 || word.startsWith(":=")) {
                throw refused("arg=" + word + " is neither name=TEXT nor name:=JSON");
            }
            boolean isJson = word.charAt(equals - 1) == ':';
            String name = word.substring(0, isJson ? equals - 1 : equals);
            if (json.has(name)) {
                throw refused("arg=" + name + " is given twice; a list is name:=[...]");
            }
            put(json, name, word.substring(equals + 1), isJson);
        }
        try {
            return new RemoteArguments(new CapabilityId(capability), json);
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static void put(ObjectNode json, String name, String value, boolean isJson) {
        if (!isJson) {
            json.put(name, value);
            return;
        }
        try {
            json.set(name, StrictJson.parse(value));
        } catch (JsonRefusedException e) {
            throw refused("arg=" + name + " is no JSON: " + e.getMessage());
        }
    }

    static Credential credential(Optional<Path> file) {
        if (file.isEmpty()) {
            return Credential.anonymous();
        }
        try {
            return CredentialFile.read(file.get());
        } catch (CredentialRefusedException e) {
            throw new VerbRefusedException(
                    Denial.of(Reason.CREDENTIAL_MALFORMED, String.valueOf(e.getMessage())));
        } catch (NoSuchFileException _) {
            throw refused("credential=" + file.get() + " does not exist");
        } catch (IOException e) {
            throw refused("credential=" + file.get() + " cannot be read: " + e);
        }
    }

    static CallOptions options(
            Optional<String> key,
            Optional<Duration> within,
            List<Path> approvals,
            boolean preview) {
        try {
            CallOptions options = CallOptions.NONE.approvals(read(approvals));
            options = preview ? options.asDryRun() : options;
            options = key.isPresent() ? options.idempotencyKey(key.get()) : options;
            return within.isPresent() ? options.timeAllowed(within.get()) : options;
        } catch (IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage()));
        }
    }

    private static List<Approval> read(List<Path> files) {
        List<Approval> approvals = new ArrayList<>();
        for (Path file : files) {
            try {
                approvals.add(Approval.parse(InputFiles.text(file, MAX_APPROVAL_BYTES)));
            } catch (CborRefusedException e) {
                throw new VerbRefusedException(Denial.of(
                        Reason.APPROVAL_INVALID,
                        "approval=" + file + " cannot be read: " + e.getMessage()));
            }
        }
        return approvals;
    }

    private static VerbRefusedException refused(String why) {
        return new VerbRefusedException(Denial.of(Reason.PARAMETER_MALFORMED, why));
    }
}
