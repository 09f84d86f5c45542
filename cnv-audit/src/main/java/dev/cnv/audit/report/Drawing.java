package dev.cnv.audit.report;

/** Draws charts. */
interface Drawing {

    /** What became of it. */
    sealed interface Result {}

    /**
     * It is drawn.
     *
     * @param svg an element {@code svg}
     */
    record Drawn(String svg) implements Result {}

    /**
     * It is not drawn.
     *
     * @param why the reason
     */
    record NotDrawn(String why) implements Result {}

    /**
     * Draws a chart.
     *
     * @param chart a chart with labels
     * @param id begins the names of the drawing's parts
     * @return the drawing, or why there is none
     */
    Result draw(Chart chart, String id);

    /**
     * Draws with {@link ChartDrawing}. A machine without its libraries, without {@code java.desktop} or
     * without fonts gets no drawing, and the reader of the report is told why.
     */
    static Drawing ofLibraries() {
        // A lambda and no method reference: that would link the class out here, where nothing is
        // guarded.
        return guarded((chart, id) -> ChartDrawing.svg(chart, id));
    }

    /** What draws or throws. */
    interface Attempt {
        String svg(Chart chart, String id);
    }

    /** Draws what an attempt draws. What is missing shows as an error of linking or of the JDK's fonts. */
    static Drawing guarded(Attempt attempt) {
        return (chart, id) -> {
            try {
                return new Drawn(attempt.svg(chart, id));
            } catch (LinkageError | InternalError | RuntimeException e) {
                return new NotDrawn("XChart, Batik, java.desktop or a font is missing: " + e);
            } catch (Error e) {
                if (isOfDesktop(e)) {
                    return new NotDrawn("there is no desktop to draw with: " + e);
                }
                throw e;
            }
        };
    }

    private static boolean isOfDesktop(Error e) {
        return e.getClass()
                .getName()
                .equals("java.awt.AWTError"); // Of a module that may be absent.
    }
}
