package dev.cnv.runtime.worker;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.contract.WorkerSettings;
import dev.cnv.runtime.identity.TenantId;
import java.util.ArrayList;
import java.util.List;

/** Starts workers of FULLY_ISOLATED verbs: a JVM like this one, with the rights of this one. */
final class PlainLaunch implements Launch {

    private final WorkerSettings settings;

    PlainLaunch(WorkerSettings settings) {
        this.settings = settings;
    }

    @Override
    public List<String> problems(VerbDescriptor verb) {
        return List.of();
    }

    @Override
    public Plan plan(VerbDescriptor verb, TenantId tenant, WorkerHome home, StartOrder order) {
        // An interruption at a terminal (Ctrl-C) goes to all processes there: a worker leaves its
        // end to the
        // runtime, which lets its call be answered.
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", "-c", SandboxScripts.IGNORE_INTERRUPT, "worker"));
        command.addAll(new WorkerCommand(settings).of(true, List.of()));
        return new Plan(command, settings.environment(), false, false, ProcessTree.NONE);
    }
}
