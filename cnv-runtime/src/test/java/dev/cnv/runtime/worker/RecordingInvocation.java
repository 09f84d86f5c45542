package dev.cnv.runtime.worker;

import dev.cnv.runtime.call.Invocation;
import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.stream.Milestone;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The runtime's side of a call, which keeps what its verb says. */
final class RecordingInvocation implements Invocation, Progress {

    final List<String> said = new ArrayList<>();

    @Override
    public CallContext context() {
        return Echo.claims(Echo.VERB, Echo.HASH).context();
    }

    @Override
    public boolean dryRun() {
        return false;
    }

    @Override
    public Session session() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Progress progress() {
        return this;
    }

    @Override
    public void report(long done, long total, String what) {
        said.add(done + " of " + total + " " + what);
    }

    @Override
    public void log(String message) {
        said.add("log " + message);
    }

    @Override
    public Milestone milestone(String name, JsonNode value) {
        said.add("milestone " + name);
        return new Milestone(
                Echo.ID, 0, name, CanonicalJson.digest(value), Digest.of("link"), said.size());
    }
}
