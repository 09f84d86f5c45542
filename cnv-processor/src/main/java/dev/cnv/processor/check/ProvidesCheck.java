package dev.cnv.processor.check;

import dev.cnv.processor.diagnostic.Code;
import java.util.Set;
import javax.annotation.processing.Messager;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * On the module path a service entry in META-INF is not read: a named module has to provide its
 * verbs itself. A note, because the application may also give them to the builder.
 */
public final class ProvidesCheck {

    private static final String SERVICE = "dev.cnv.runtime.spi.VerbModule";

    private ProvidesCheck() {}

    /**
     * Checks the generated classes of a compilation.
     *
     * @param elements the compiler's elements
     * @param services the names of the generated classes
     * @param messager where notes go
     */
    public static void check(Elements elements, Set<String> services, Messager messager) {
        for (String service : services) {
            TypeElement type = elements.getTypeElement(service);
            ModuleElement module = type == null ? null : elements.getModuleOf(type);
            if (type != null && module != null && !module.isUnnamed() && !provides(module, type)) {
                messager.printMessage(
                        Code.SERVICE_NOT_PROVIDED.kind(),
                        "[" + Code.SERVICE_NOT_PROVIDED.label() + "] module "
                                + module.getQualifiedName()
                                + " does not provide " + service + "; add \"provides " + SERVICE
                                + " with " + service
                                + ";\" to its module-info, or give the class to the builder of Cnv",
                        module);
            }
        }
    }

    private static boolean provides(ModuleElement module, TypeElement type) {
        return ElementFilter.providesIn(module.getDirectives()).stream()
                .filter(provides -> provides.getService().getQualifiedName().contentEquals(SERVICE))
                .anyMatch(provides -> provides.getImplementations().contains(type));
    }
}
