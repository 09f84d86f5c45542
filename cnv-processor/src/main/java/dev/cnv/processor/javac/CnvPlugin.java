package dev.cnv.processor.javac;

import com.google.auto.service.AutoService;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Plugin;

/**
 * The analysis as a plugin of javac, for builds that want it explicit ({@code -Xplugin:Cnv}) or that
 * run no processors. Beside the processor it does nothing more.
 */
@AutoService(Plugin.class)
public final class CnvPlugin implements Plugin {

    /** A plugin; the compiler makes it by way of its service entry. */
    public CnvPlugin() {}

    @Override
    public String getName() {
        return "Cnv";
    }

    @Override
    public void init(JavacTask task, String... arguments) {
        Hook.of(task, Setting.of(arguments));
    }
}
