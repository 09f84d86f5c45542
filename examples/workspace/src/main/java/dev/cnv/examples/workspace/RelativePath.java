package dev.cnv.examples.workspace;

import java.util.ArrayList;
import java.util.List;

/**
 * A path below a root: names that are each exactly one step down.
 *
 * @param names the steps, none for the root itself
 */
record RelativePath(List<String> names) {

    private static final int MAX_LENGTH = 4_096;

    RelativePath {
        names = List.copyOf(names);
    }

    /**
     * Reads a path in the form of the verbs' arguments. Empty steps and {@code .} are left out, as they
     * are where a delegation compares paths.
     *
     * @throws WorkspaceException for a path that is absolute, has {@code ..}, a backslash, a zero
     *     character or a drive, or is too long
     */
    static RelativePath parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new WorkspaceException(
                    "pathLength=" + text.length() + " is more than " + MAX_LENGTH);
        }
        if (text.startsWith("/") || text.matches("(?s)[A-Za-z]:.*")) {
            throw new WorkspaceException(
                    "path=" + text + " is absolute; give it from the workspace's root");
        }
        if (text.indexOf('\\') >= 0 || text.indexOf('\0') >= 0) {
            throw new WorkspaceException(
                    "path=" + text + " has a backslash or a zero character; separate with /");
        }
        List<String> names = new ArrayList<>();
        for (String name : text.split("/", -1)) {
            if (name.equals("..")) {
                throw new WorkspaceException("path=" + text + " has ..; give the path without it");
            }
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        return new RelativePath(names);
    }

    boolean isRoot() {
        return names.isEmpty();
    }

    /** {@return the last step} */
    String name() {
        return names.getLast();
    }

    /** {@return the directory that it is in} */
    RelativePath parent() {
        return new RelativePath(names.subList(0, names.size() - 1));
    }

    RelativePath child(String name) {
        List<String> more = new ArrayList<>(names);
        more.add(name);
        return new RelativePath(more);
    }

    /** {@return the path in the verbs' form, {@code .} for the root} */
    @Override
    public String toString() {
        return isRoot() ? "." : String.join("/", names);
    }
}
