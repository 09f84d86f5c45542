package dev.cnv.examples.workspace;

import dev.cnv.examples.workspace.Workspace.Entry;
import dev.cnv.examples.workspace.Workspace.Kind;
import dev.cnv.examples.workspace.Workspace.Listing;
import dev.cnv.examples.workspace.Workspace.Match;
import dev.cnv.examples.workspace.Workspace.Matches;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Goes down a tree, within limits. What goes away meanwhile is left out. */
final class Walk {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_NAMES = 10_000;
    private static final int MAX_MATCH_LENGTH = 200;

    private final ConfinedRoot root;

    Walk(ConfinedRoot root) {
        this.root = root;
    }

    Listing tree(RelativePath path, int depth, int limit) throws IOException {
        Collector collector = new Collector(limit);
        collector.go(path, depth);
        return new Listing(path.toString(), List.copyOf(collector.entries), collector.complete);
    }

    Matches search(RelativePath path, String wanted, boolean ignoreCase, int limit)
            throws IOException {
        Searcher searcher = new Searcher(wanted, ignoreCase, limit);
        BasicFileAttributes attributes =
                root.attributes(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
        if (attributes.isDirectory()) {
            searcher.go(path, MAX_DEPTH);
        } else if (attributes.isRegularFile()) {
            searcher.visit(path, Entry.of(path, attributes));
        } else {
            throw new WorkspaceException("path=" + path + " is " + Kind.of(attributes)
                    + "; only files and directories are searched");
        }
        return new Matches(
                List.copyOf(searcher.matches),
                searcher.searched,
                searcher.skipped,
                searcher.complete);
    }

    /** Visits entries, a directory before what is in it. */
    private abstract class Visitor {
        boolean complete = true;

        /** {@return whether to go on} */
        abstract boolean visit(RelativePath path, Entry entry);

        abstract void tooDeep();

        /** {@return whether to go on} */
        boolean go(RelativePath path, int depth) throws IOException {
            List<String> names = root.names(path, MAX_NAMES);
            complete &= names.size() <= MAX_NAMES;
            for (String name : names) {
                RelativePath child = path.child(name);
                Optional<BasicFileAttributes> attributes = root.attributes(child);
                if (attributes.isEmpty()) {
                    continue;
                }
                if (!visit(child, Entry.of(child, attributes.get()))) {
                    complete = false;
                    return false;
                }
                if (attributes.get().isDirectory() && !descend(child, depth - 1)) {
                    return false;
                }
            }
            return true;
        }

        private boolean descend(RelativePath path, int depth) throws IOException {
            if (depth == 0) {
                tooDeep();
                return true;
            }
            try {
                return go(path, depth);
            } catch (NoSuchFileException _) {
                return true;
            }
        }
    }

    private final class Collector extends Visitor {
        private final List<Entry> entries = new ArrayList<>();
        private final int limit;

        Collector(int limit) {
            this.limit = limit;
        }

        @Override
        boolean visit(RelativePath path, Entry entry) {
            return entries.size() < limit && entries.add(entry);
        }

        @Override
        void tooDeep() {
            // As deep as was asked for.
        }
    }

    private final class Searcher extends Visitor {
        private final List<Match> matches = new ArrayList<>();
        private final String wanted;
        private final boolean ignoreCase;
        private final int limit;
        private int searched;
        private int skipped;

        Searcher(String wanted, boolean ignoreCase, int limit) {
            this.wanted = wanted;
            this.ignoreCase = ignoreCase;
            this.limit = limit;
        }

        @Override
        boolean visit(RelativePath path, Entry entry) {
            if (entry.kind() != Kind.FILE) {
                return true;
            }
            Optional<String> text =
                    entry.bytes() > Workspace.MAX_FILE_BYTES ? Optional.empty() : text(path);
            if (text.isEmpty()) {
                skipped++;
                return true;
            }
            searched++;
            return search(path, text.get());
        }

        @Override
        void tooDeep() {
            complete = false;
        }

        /** A file that cannot be read counts as skipped and does not end the search. */
        private Optional<String> text(RelativePath path) {
            try {
                return Texts.decode(root.read(path, Workspace.MAX_FILE_BYTES));
            } catch (IOException | WorkspaceException _) {
                return Optional.empty();
            }
        }

        private boolean search(RelativePath path, String text) {
            String[] lines = text.split("\n", -1);
            for (int i = 0; i < lines.length; i++) {
                String line = ignoreCase ? lines[i].toLowerCase(Locale.ROOT) : lines[i];
                if (!line.contains(wanted)) {
                    continue;
                }
                if (matches.size() == limit) {
                    complete = false;
                    return false;
                }
                matches.add(new Match(path.toString(), i + 1, shortened(lines[i])));
            }
            return true;
        }

        private static String shortened(String line) {
            if (line.length() <= MAX_MATCH_LENGTH) {
                return line;
            }
            int end = Character.isHighSurrogate(line.charAt(MAX_MATCH_LENGTH - 1))
                    ? MAX_MATCH_LENGTH - 1
                    : MAX_MATCH_LENGTH;
            return line.substring(0, end);
        }
    }
}
