package dev.cnv.runtime.cli;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.CredentialFile;
import dev.cnv.runtime.delegation.CredentialRefusedException;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An application with callers known by name, and others who bring a credential file.
 *
 * <p><b>Threading:</b> used by the one thread that runs the command line.
 */
public final class ApplicationRuntime implements CliRuntime {

    private final Supplier<Cnv> application;
    private final Map<String, Supplier<Credential>> callers;
    private final Optional<String> usual;
    private @Nullable Cnv opened;

    private ApplicationRuntime(
            Supplier<Cnv> application,
            Map<String, Supplier<Credential>> callers,
            Optional<String> usual) {
        this.application = application;
        this.callers = Map.copyOf(callers);
        this.usual = usual;
    }

    /**
     * An application without callers of its own: whoever brings no credential file is anonymous, and
     * has no rights.
     *
     * @param application opens it; closed when the command has run
     * @return the runtime
     */
    public static ApplicationRuntime of(Supplier<Cnv> application) {
        return new ApplicationRuntime(application, Map.of(), Optional.empty());
    }

    /**
     * This application with a caller known by name, for {@code --as}.
     *
     * @param name the name
     * @param credential gives the caller's credential
     * @return a new runtime
     */
    public ApplicationRuntime withCaller(String name, Supplier<Credential> credential) {
        Map<String, Supplier<Credential>> more = new TreeMap<>(callers);
        more.put(name, credential);
        return new ApplicationRuntime(application, more, usual);
    }

    /**
     * This application with the caller of commands that do not say who calls.
     *
     * @param name a name given to {@link #withCaller}
     * @return a new runtime
     * @throws IllegalArgumentException when there is no such caller
     */
    public ApplicationRuntime withUsualCaller(String name) {
        if (!callers.containsKey(name)) {
            throw new IllegalArgumentException(
                    "caller=" + name + " is not one of " + callers.keySet());
        }
        return new ApplicationRuntime(application, callers, Optional.of(name));
    }

    @Override
    public Session open(CallerChoice who) throws RuntimeRefusedException {
        Credential credential = credential(who);
        Cnv cnv = application.get();
        opened = cnv;
        return cnv.open(credential);
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }

    private Credential credential(CallerChoice who) throws RuntimeRefusedException {
        return switch (who) {
            case CallerChoice.Default() ->
                usual.isPresent() ? named(usual.get()) : Credential.anonymous();
            case CallerChoice.Named(String name) -> named(name);
            case CallerChoice.TokenFile(Path file) -> read(file);
        };
    }

    private Credential named(String name) throws RuntimeRefusedException {
        Supplier<Credential> credential = callers.get(name);
        if (credential == null) {
            String known = callers.isEmpty()
                    ? "none is"
                    : String.join(", ", new TreeMap<>(callers).keySet());
            throw new RuntimeRefusedException(Denial.of(
                    Reason.CREDENTIAL_UNKNOWN,
                    "caller=" + name + " is not known by name; known: " + known));
        }
        return credential.get();
    }

    private static Credential read(Path file) throws RuntimeRefusedException {
        try {
            return CredentialFile.read(file);
        } catch (CredentialRefusedException e) {
            throw new RuntimeRefusedException(
                    Denial.of(Reason.CREDENTIAL_MALFORMED, String.valueOf(e.getMessage())));
        } catch (NoSuchFileException _) {
            throw new RuntimeRefusedException(
                    Denial.of(Reason.PARAMETER_MALFORMED, "token=" + file + " does not exist"));
        } catch (IOException e) {
            throw new RuntimeRefusedException(Denial.of(
                    Reason.PARAMETER_MALFORMED, "token=" + file + " cannot be read: " + e));
        }
    }
}
