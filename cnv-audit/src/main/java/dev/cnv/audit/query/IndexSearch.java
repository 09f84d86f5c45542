package dev.cnv.audit.query;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.FixedBitSet;

/**
 * Goes over the documents that a query finds in one state of an index, in the order of their numbers or
 * against it, in bounded memory: at most one bit a document.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class IndexSearch {

    /** How many documents are looked at first, then how many more; then the rest of the leaf. */
    private static final int[] WINDOWS = {1 << 10, 1 << 16};

    private static final int CHUNK = 1 << 10;

    private final List<LeafReaderContext> leaves;
    private final Weight weight;

    IndexSearch(DirectoryReader reader, EventQuery query) throws IOException {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null); // It would outlive no query here.
        this.leaves = reader.leaves();
        this.weight = searcher.createWeight(
                searcher.rewrite(LuceneQueries.of(query)), ScoreMode.COMPLETE_NO_SCORES, 1);
    }

    /** Sees where an event's line is. */
    @FunctionalInterface
    interface Places {
        /** Takes a place; {@return whether to go on}. */
        boolean at(long index, long segment, long offsetBytes) throws IOException;
    }

    /** Visits what is found from an index to another; {@return false when it was stopped}. */
    boolean ascending(long from, long to, Places places) throws IOException {
        for (LeafReaderContext leaf : leaves) {
            if (from >= leaf.docBase + (long) leaf.reader().maxDoc() || to <= leaf.docBase) {
                continue;
            }
            Scorer scorer = weight.scorer(leaf);
            if (scorer != null && !ascending(leaf, scorer.iterator(), from, to, places)) {
                return false;
            }
        }
        return true;
    }

    private static boolean ascending(
            LeafReaderContext leaf, DocIdSetIterator found, long from, long to, Places places)
            throws IOException {
        Locations locations = new Locations(leaf);
        long end = to - leaf.docBase;
        int first = (int) Math.max(0, from - leaf.docBase);
        for (int doc = found.advance(first);
                doc != DocIdSetIterator.NO_MORE_DOCS && doc < end;
                doc = found.nextDoc()) {
            locations.go(doc);
            if (!places.at(leaf.docBase + (long) doc, locations.segment(), locations.offset())) {
                return false;
            }
        }
        return true;
    }

    /** Visits what is found before an index, the latest first; {@return false when it was stopped}. */
    boolean descending(long from, long to, Places places) throws IOException {
        for (LeafReaderContext leaf : leaves.reversed()) {
            long low = Math.max(0, from - leaf.docBase);
            long high = Math.min(leaf.reader().maxDoc(), to - leaf.docBase);
            if (low < high && !descending(leaf, (int) low, (int) high, places)) {
                return false;
            }
        }
        return true;
    }

    private boolean descending(LeafReaderContext leaf, int low, int high, Places places)
            throws IOException {
        int end = high;
        for (int round = 0; end > low; round++) {
            int begin = round < WINDOWS.length ? Math.max(low, end - WINDOWS[round]) : low;
            Scorer scorer = weight.scorer(leaf);
            if (scorer == null) {
                return true;
            }
            FixedBitSet found = new FixedBitSet(end - begin);
            DocIdSetIterator docs = scorer.iterator();
            for (int doc = docs.advance(begin); doc < end; doc = docs.nextDoc()) {
                found.set(doc - begin);
            }
            if (!backward(leaf, found, begin, places)) {
                return false;
            }
            end = begin;
        }
        return true;
    }

    /** Visits a window against its order; places are read in order, as Lucene has them. */
    private static boolean backward(
            LeafReaderContext leaf, FixedBitSet found, int begin, Places places)
            throws IOException {
        long[] at = new long[3 * CHUNK];
        int[] docs = new int[CHUNK];
        int last = found.length();
        while (last > 0) {
            int count = 0;
            int doc = found.prevSetBit(last - 1);
            while (doc >= 0 && count < CHUNK) {
                docs[count++] = doc;
                last = doc;
                doc = doc == 0 ? -1 : found.prevSetBit(doc - 1);
            }
            if (count == 0) {
                return true;
            }
            locate(leaf, docs, count, begin, at);
            for (int i = 0; i < count; i++) {
                if (!places.at(at[3 * i], at[3 * i + 1], at[3 * i + 2])) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void locate(LeafReaderContext leaf, int[] docs, int count, int begin, long[] at)
            throws IOException {
        Locations locations = new Locations(leaf);
        for (int i = count - 1; i >= 0; i--) {
            locations.go(begin + docs[i]);
            at[3 * i] = leaf.docBase + (long) begin + docs[i];
            at[3 * i + 1] = locations.segment();
            at[3 * i + 2] = locations.offset();
        }
    }

    private static final class Locations {
        private final NumericDocValues segments;
        private final NumericDocValues offsets;

        Locations(LeafReaderContext leaf) throws IOException {
            segments = leaf.reader().getNumericDocValues(IndexFolder.SEGMENT);
            offsets = leaf.reader().getNumericDocValues(IndexFolder.OFFSET);
        }

        void go(int doc) throws IOException {
            segments.advanceExact(doc);
            offsets.advanceExact(doc);
        }

        long segment() throws IOException {
            return segments.longValue();
        }

        long offset() throws IOException {
            return offsets.longValue();
        }
    }
}
