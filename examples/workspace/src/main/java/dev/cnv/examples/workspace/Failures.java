package dev.cnv.examples.workspace;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;

/** Says in words what a file system reports. */
final class Failures {

    private Failures() {}

    /** Something that works on files. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    static <T> T in(String path, Work<T> work) {
        try {
            return work.run();
        } catch (NoSuchFileException e) {
            throw new WorkspaceException("path=" + path + " does not exist", e);
        } catch (DirectoryNotEmptyException e) {
            throw new WorkspaceException("path=" + path + " is a directory that is not empty", e);
        } catch (AccessDeniedException e) {
            throw new WorkspaceException("path=" + path + " is not accessible for this process", e);
        } catch (IOException e) {
            throw new WorkspaceException("path=" + path + " failed: " + e.getMessage(), e);
        }
    }
}
