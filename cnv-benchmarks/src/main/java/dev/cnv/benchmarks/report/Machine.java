package dev.cnv.benchmarks.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The machine and the JVM that a measurement runs on, in words for a table's head. */
public final class Machine {

    private Machine() {}

    /** {@return processor, cores, memory, operating system and JDK in one line} */
    public static String describe() {
        var system =
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return String.format(
                Locale.ROOT,
                "%s, %d cores, %d GiB, %s %s; JDK %s (%s)",
                processor(),
                system.getAvailableProcessors(),
                Math.round(system.getTotalMemorySize() / (double) (1 << 30)),
                system.getName(),
                system.getArch(),
                Runtime.version(),
                System.getProperty("java.vendor"));
    }

    /** {@return the load average over the last minute; how many processes wanted a core} */
    public static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", load);
    }

    /**
     * Whether more processes wanted a core than there are.
     *
     * @param load as {@link #load} says it
     * @return false also when it is unknown
     */
    public static boolean busy(String load) {
        return !load.equals("unknown")
                && Double.parseDouble(load) > Runtime.getRuntime().availableProcessors();
    }

    /** {@return the options of this JVM that change what is measured} */
    public static String flags() {
        List<String> flags = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("-X"))
                .toList();
        return flags.isEmpty() ? "default flags" : String.join(" ", flags);
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException _) {
            return "unknown processor";
        }
    }
}
