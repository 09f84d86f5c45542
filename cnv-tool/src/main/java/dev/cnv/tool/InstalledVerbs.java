package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.spi.VerbModule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The verbs on the module path or class path. */
public final class InstalledVerbs {

    /**
     * A verb.
     *
     * @param id the capability
     * @param version its version
     * @param effects what it may do
     * @param sensitivity how much harm a wrong call can do
     * @param duration how long it takes
     * @param summary what it does
     */
    public record Verb(
            String id,
            String version,
            List<String> effects,
            String sensitivity,
            String duration,
            String summary) {}

    /**
     * Lists the verbs that service loading finds.
     *
     * @param capability lists these only; * is one word of the path, ** the rest
     * @return the verbs, sorted by id
     */
    @Capability(id = "cnv.verbs.list")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public List<Verb> list(@Param(flag = 'c', defaultValue = "**") String capability) {
        CapabilityPattern pattern = TokenFiles.refusing(() -> new CapabilityPattern(capability));
        List<Verb> verbs = new ArrayList<>();
        for (VerbModule module :
                ServiceLoader.load(VerbModule.class, InstalledVerbs.class.getClassLoader())) {
            for (VerbDescriptor verb : module.verbs()) {
                if (pattern.matches(verb.id())) {
                    verbs.add(describe(verb));
                }
            }
        }
        verbs.sort(Comparator.comparing(Verb::id));
        return List.copyOf(verbs);
    }

    /** The modules with a verb that is not this command's own: an application's. */
    static List<VerbModule> others() {
        List<VerbModule> others = new ArrayList<>();
        for (VerbModule module :
                ServiceLoader.load(VerbModule.class, InstalledVerbs.class.getClassLoader())) {
            if (module.verbs().stream()
                    .noneMatch(verb -> verb.id().path().startsWith(CnvTool.NOUN + "."))) {
                others.add(module);
            }
        }
        return List.copyOf(others);
    }

    private static Verb describe(VerbDescriptor verb) {
        return new Verb(
                verb.id().path(),
                verb.version(),
                verb.effects().effects().stream().map(Enum::name).toList(),
                verb.effects().sensitivity().name(),
                verb.contract().duration().name(),
                verb.summary());
    }
}
