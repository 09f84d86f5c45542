package dev.cnv.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, completion and wrong command lines load no class for JSON: start-up matters there. */
class StartUpTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "account --help",
                "account transfer --help",
                "--version",
                "--completion bash",
                "--completion fish",
                "acount",
                "account transfer --form=a"
            })
    void run_withoutJson_loadsNoJsonClass(String line) throws Exception {
        assertEquals(List.of(), loaded(line));
    }

    @Test
    void run_withJson_isSeenToLoadIt() throws Exception {
        assertTrue(loaded("--capabilities").contains("tools.jackson.databind.JsonNode"));
    }

    private static List<String> loaded(String line) throws Exception {
        Watcher watcher = new Watcher();
        try {
            Class.forName(OneRun.class.getName(), true, watcher)
                    .getMethod("run", String[].class)
                    .invoke(null, (Object) line.split(" ", -1));
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        }
        return watcher.jsonClasses;
    }

    /** Runs one command line; loaded anew for each test. */
    public static final class OneRun {

        private OneRun() {}

        /** Runs it. */
        public static void run(String... args) {
            CliRun run = CliRun.of(new FakeBank()).run(args);
            assertTrue(!run.out().isEmpty() || run.err().contains("unknown"), run.err());
        }
    }

    /** Loads CNV's classes anew and writes down which classes for JSON they ask for. */
    private static final class Watcher extends ClassLoader {

        private final List<String> jsonClasses = new ArrayList<>();

        Watcher() {
            super(StartUpTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("tools.jackson.") || name.startsWith("org.snakeyaml.")) {
                jsonClasses.add(name);
            }
            if (!name.startsWith("dev.cnv.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            try (InputStream in = getParent().getResourceAsStream(file)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
