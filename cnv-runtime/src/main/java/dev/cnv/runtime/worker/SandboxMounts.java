package dev.cnv.runtime.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a worker sees under its root: the mounts that {@link SandboxScripts} makes, in their order.
 *
 * <p>Of the system it holds what the dynamic linker needs, and four harmless devices. Set-user-id
 * programs and other devices have no effect.
 */
final class SandboxMounts {

    /** Paths that every sandbox has; no path of a confinement is in one of them, or above one. */
    static final List<Path> RESERVED = List.of(
            Path.of("/proc"),
            Path.of("/sys"),
            Path.of("/dev"),
            Path.of("/.cnv"),
            Path.of("/.new"),
            Path.of("/.old"));

    private static final List<Path> LIBRARIES = Stream.of("lib", "lib32", "lib64")
            .flatMap(name -> Stream.of(Path.of("/usr", name), Path.of("/", name)))
            .toList();
    private static final Path CACHE = Path.of("/etc/ld.so.cache");
    private static final List<Path> NETWORK = List.of(
            Path.of("/etc/resolv.conf"), Path.of("/etc/hosts"), Path.of("/etc/nsswitch.conf"));
    private static final List<String> DEVICES = List.of("null", "zero", "random", "urandom");

    /** Where the tools are that run inside. */
    static final Path TOOLS = Path.of("/.cnv");

    private final Map<Path, Mount> mounts = new HashMap<>();

    /** One mount, or one link: what {@link SandboxScripts#MOUNT} does for it, from where, to where. */
    private record Mount(String kind, Path source, Path place) {}

    /** The mounts of a confinement, with tools, and with more that its command needs to read. */
    static SandboxMounts of(Confinement asked, Collection<Path> tools, List<Path> needed)
            throws IOException {
        SandboxMounts made = new SandboxMounts();
        made.put("memory", Path.of("/tmp"), Path.of("/tmp"));
        made.libraries();
        made.readable(asked.network() ? NETWORK : List.of());
        made.readable(needed);
        made.readable(asked.readable());
        for (String name : DEVICES) {
            made.put("device", Path.of("/dev", name), Path.of("/dev", name));
        }
        for (Path tool : tools) {
            made.put("read", tool.toRealPath(), TOOLS.resolve(tool.getFileName()));
        }
        made.put("read", asked.sockets().toRealPath(), asked.sockets());
        made.put("write", asked.folder().toRealPath(), asked.folder());
        return made;
    }

    /** {@return whether a folder could be written without changing what the system's programs load} */
    static boolean isApart(Path folder) {
        return Stream.concat(LIBRARIES.stream(), Stream.of(CACHE))
                .noneMatch(path -> path.startsWith(folder) || folder.startsWith(path));
    }

    /* Links are kept where the system has them: /lib to usr/lib. */
    private void libraries() throws IOException {
        for (Path path : LIBRARIES) {
            if (Files.isSymbolicLink(path)) {
                put("link", Files.readSymbolicLink(path), path);
            } else {
                readable(List.of(path));
            }
        }
        readable(List.of(CACHE));
    }

    /* A class path may name what is not there. */
    private void readable(List<Path> paths) throws IOException {
        for (Path path : paths) {
            if (Files.exists(path)) {
                put("read", path.toRealPath(), path);
            }
        }
    }

    private void put(String kind, Path source, Path place) {
        mounts.put(place, new Mount(kind, source, place));
    }

    /** {@return kind, source and place of each mount, outer ones before inner ones} */
    List<String> plan() {
        return mounts.values().stream()
                .sorted(Comparator.comparingInt((Mount mount) -> mount.place().getNameCount())
                        .thenComparing(Mount::place))
                .flatMap(mount -> Stream.of(
                        mount.kind(), mount.source().toString(), mount.place().toString()))
                .toList();
    }

    /**
     * {@return the JDK of a java command, with what links in it lead to}
     *
     * <p>Distributions keep a JDK's configuration under {@code /etc}.
     */
    static List<Path> jdk(Path java) throws IOException {
        Path home = java.toRealPath().resolve("../..").normalize();
        if (!Files.isRegularFile(home.resolve("lib/modules"), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("java=" + java + " belongs to no JDK: no lib/modules");
        }
        List<Path> needed = new ArrayList<>(List.of(home));
        for (String part : List.of("conf", "lib")) {
            needed.addAll(linkTargets(home.resolve(part), home));
        }
        return needed;
    }

    private static List<Path> linkTargets(Path folder, Path home) throws IOException {
        try (Stream<Path> files = Files.walk(folder, 3)) {
            return files.filter(Files::isSymbolicLink)
                    .filter(Files::exists)
                    .map(SandboxMounts::real)
                    .filter(path -> !path.startsWith(home))
                    .distinct()
                    .toList();
        }
    }

    private static Path real(Path link) {
        try {
            return link.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
