package dev.cnv.runtime.worker;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** What a confined process of the tests tries to do. Needs nothing but the JDK. */
final class ConfinedMain {

    private static final List<Object> KEPT = new ArrayList<>();

    private ConfinedMain() {}

    public static void main(String[] args) throws Throwable {
        String argument = args.length > 1 ? args[1] : "";
        switch (args[0]) {
            case "files" -> files(args);
            case "tcp" -> tcp(Integer.parseInt(argument));
            case "unix" -> unix(Path.of(argument));
            case "heap" -> attempt("heap", () -> KEPT.add(new byte[Integer.parseInt(argument)]));
            case "direct" -> direct(Integer.parseInt(argument));
            case "arena" -> arena(Long.parseLong(argument));
            case "map" -> map(Long.parseLong(argument));
            case "burn" -> burn();
            case "open" -> open();
            case "threads" -> threads();
            case "forks" -> forks();
            case "sleep" -> sleep();
            case "mounts" -> mounts();
            case "processes" -> processes(Integer.parseInt(argument));
            case "environment" -> System.out.println(System.getenv());
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** Says whether something could be done; the errors of a JVM out of memory are refusals too. */
    private static boolean attempt(String name, Callable<?> act) {
        try {
            act.call();
            System.out.println(name + " done");
            return true;
        } catch (Exception | OutOfMemoryError e) {
            System.out.println(name + " refused");
            return false;
        }
    }

    private static void files(String[] args) {
        for (int i = 1; i < args.length; i += 2) {
            Path path = Path.of(args[i + 1]);
            switch (args[i]) {
                case "read" -> attempt("read " + path, () -> read(path));
                case "write" -> attempt("write " + path, () -> Files.writeString(path, "x"));
                case "delete" -> attempt("delete " + path, () -> deleted(path));
                default -> throw new IllegalArgumentException(args[i]);
            }
        }
    }

    private static Object read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            try (var files = Files.list(path)) {
                return files.toList();
            }
        }
        return Files.readAllBytes(path);
    }

    private static Path deleted(Path path) throws IOException {
        Files.delete(path);
        return path;
    }

    private static void tcp(int port) {
        attempt("tcp", () -> {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2000);
                return socket.getInputStream().read();
            }
        });
    }

    private static void unix(Path path) {
        attempt("unix", () -> {
            try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                return channel.write(ByteBuffer.wrap(new byte[] {7}));
            }
        });
    }

    private static void direct(int bytes) {
        boolean more = true;
        for (int i = 0; i < 64 && more; i++) {
            more = attempt("direct", () -> KEPT.add(ByteBuffer.allocateDirect(bytes)));
        }
    }

    private static void arena(long bytes) {
        boolean more = true;
        for (int i = 0; i < 64 && more; i++) {
            more = attempt("arena", () -> KEPT.add(Arena.global().allocate(bytes)));
        }
    }

    private static void map(long bytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile("mapped", "rw")) {
            file.setLength(bytes);
            attempt(
                    "map",
                    () -> KEPT.add(
                            file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, bytes)));
        }
    }

    /** Uses a processor, and says what it has used, in milliseconds. */
    private static void burn() {
        System.out.println("burning");
        long said = 0;
        while (true) {
            long used = ProcessHandle.current()
                    .info()
                    .totalCpuDuration()
                    .orElseThrow()
                    .toMillis();
            if (used >= said + 100) {
                System.out.println(used);
                said = used;
            }
        }
    }

    private static void open() {
        int open = 0;
        try {
            while (open < 5000) {
                KEPT.add(new RandomAccessFile("open-" + open, "rw"));
                open++;
            }
        } catch (IOException _) {
            // As many as there may be.
        }
        System.out.println(open);
        Runtime.getRuntime().halt(0);
    }

    private static void threads() {
        int started = 0;
        try {
            while (started < 5000) {
                Thread.ofPlatform().daemon().start(ConfinedMain::sleep);
                started++;
            }
        } catch (OutOfMemoryError _) {
            // As many as there may be.
        }
        System.out.println(started);
        Runtime.getRuntime().halt(0);
    }

    /** Starts processes of its own, each of which does the same, and waits. */
    private static void forks() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        for (int i = 0; i < 2; i++) {
            new ProcessBuilder(
                            java,
                            "-Xmx16m",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ConfinedMain.class.getName(),
                            "sleep",
                            System.getProperty("marker"))
                    .inheritIO()
                    .start();
        }
        System.out.println("forked");
        sleep();
    }

    private static void sleep() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the kernel itself, past the tools that refuse before it does. */
    private static void mounts() throws Throwable {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment tmpfs = arena.allocateFrom("tmpfs");
            MemorySegment none = MemorySegment.NULL;
            long remountBind = 32 | 4096;
            call("mount", tmpfs, arena.allocateFrom("/tmp"), tmpfs, 0L, none);
            call("mount", none, arena.allocateFrom("/usr/lib"), none, remountBind, none);
            call("mount", none, arena.allocateFrom("/proc"), none, remountBind, none);
            call("mount", none, arena.allocateFrom("/"), none, remountBind, none);
            call("umount2", arena.allocateFrom("/proc"), 0);
            call("umount2", arena.allocateFrom("/tmp"), 2);
            call("chroot", arena.allocateFrom("/tmp"));
            for (int namespace : List.of(0x10000000, 0x00020000, 0x40000000, 0x20000000)) {
                call("unshare", namespace);
            }
            call("setuid", 0);
            call("sethostname", arena.allocateFrom("other"), 5L);
        }
    }

    @SuppressWarnings("restricted") // the calls are what is tested
    private static void call(String name, Object... arguments) throws Throwable {
        Linker linker = Linker.nativeLinker();
        var symbol = linker.defaultLookup().find(name);
        if (symbol.isEmpty()) {
            return;
        }
        MemoryLayout[] layouts = new MemoryLayout[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            layouts[i] = switch (arguments[i]) {
                case Integer _ -> JAVA_INT;
                case Long _ -> JAVA_LONG;
                default -> ADDRESS;
            };
        }
        MethodHandle handle =
                linker.downcallHandle(symbol.get(), FunctionDescriptor.of(JAVA_INT, layouts));
        System.out.println(name + " " + handle.invokeWithArguments(arguments));
    }

    private static void processes(int parent) throws Throwable {
        System.out.println("seen " + ProcessHandle.allProcesses().count());
        System.out.println("self " + ProcessHandle.current().pid());
        System.out.println("parent " + ProcessHandle.of(parent).isPresent());
        call("kill", parent, 0);
        call("kill", -1, 9);
    }
}
