package dev.cnv.audit.drawing;

import java.util.List;

/**
 * Places boxes and lines between them. Lengths are in units of the drawing, from its upper left corner.
 *
 * <p><b>Threading:</b> an implementation is used by one thread at a time.
 */
interface Layout {

    /** The height of what is written on a line. */
    double LABEL_HEIGHT = 14;

    /**
     * Places them.
     *
     * @param boxes the boxes, of which each is known by its index
     * @param lines the lines between them
     * @return where they are
     */
    Placed place(List<Box> boxes, List<Line> lines);

    /**
     * A box to be placed.
     *
     * @param width its width
     * @param height its height
     */
    record Box(double width, double height) {}

    /**
     * A line to be placed.
     *
     * @param from the index of the box where it begins
     * @param to the index of the box where it ends
     * @param labelWidth the width of what is written on it; 0 for nothing
     */
    record Line(int from, int to, double labelWidth) {}

    /**
     * A point.
     *
     * @param x to the right
     * @param y downwards
     */
    record Point(double x, double y) {}

    /**
     * A line in its place.
     *
     * @param points its ends and bends, at least two
     * @param label the upper left corner of what is written on it
     */
    record Course(List<Point> points, Point label) {

        public Course {
            points = List.copyOf(points);
        }
    }

    /**
     * All in their places.
     *
     * @param width the width of all
     * @param height the height of all
     * @param corners the upper left corner of each box
     * @param courses the course of each line
     */
    record Placed(double width, double height, List<Point> corners, List<Course> courses) {

        public Placed {
            corners = List.copyOf(corners);
            courses = List.copyOf(courses);
        }
    }
}
