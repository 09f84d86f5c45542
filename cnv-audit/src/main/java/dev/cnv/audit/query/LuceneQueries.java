package dev.cnv.audit.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RegexpQuery;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * Queries as Lucene asks them. They find every event that is asked for; of long values only the beginning
 * is compared, so they may find more, which the line tells.
 */
final class LuceneQueries {

    static final String TIME = "time";

    /** The most of a value that is in the index, in UTF-16 units: a term has at most 32,766 bytes. */
    private static final int MAX_TERM_LENGTH = 1_000;

    private LuceneQueries() {}

    /** A value as it is in the index. */
    static String term(String value) {
        return value.length() <= MAX_TERM_LENGTH ? value : value.substring(0, MAX_TERM_LENGTH);
    }

    static Query of(EventQuery query) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (Map.Entry<EventField, Set<String>> wanted : query.values().entrySet()) {
            all.add(any(wanted.getKey(), wanted.getValue()), Occur.FILTER);
        }
        if (query.isTimed()) {
            all.add(time(query), Occur.FILTER);
        }
        BooleanQuery built = all.build();
        return built.clauses().isEmpty()
                ? MatchAllDocsQuery.INSTANCE
                : new ConstantScoreQuery(built);
    }

    private static Query time(EventQuery query) {
        long end = query.toNanos();
        if (query.to().isPresent() && end <= query.fromNanos()) {
            return MatchNoDocsQuery.INSTANCE;
        }
        long last = query.to().isPresent() ? end - 1 : end;
        return LongPoint.newRangeQuery(TIME, query.fromNanos(), last);
    }

    private static Query any(EventField field, Set<String> values) {
        List<BytesRef> terms = new ArrayList<>();
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (String value : values) {
            if (EventQuery.isPattern(field, value)) {
                any.add(new RegexpQuery(new Term(field.word(), regexp(value))), Occur.SHOULD);
            } else {
                terms.add(new BytesRef(term(value)));
            }
        }
        if (terms.size() == 1) {
            any.add(new TermQuery(new Term(field.word(), terms.getFirst())), Occur.SHOULD);
        } else if (!terms.isEmpty()) {
            any.add(new TermInSetQuery(field.word(), terms), Occur.SHOULD);
        }
        return any.build();
    }

    /** A pattern of paths, without its limits to their length. */
    private static String regexp(String pattern) {
        String rest = "\u0000";
        return pattern.replace("**", rest)
                .replace(".", "\\.")
                .replace("*", "[a-z0-9\\-]+")
                .replace(rest, "[a-z0-9.\\-]+");
    }
}
