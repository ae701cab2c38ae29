package io.polargosling.testkit.picture;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * States and the moves between them as SVG.
 *
 * @param title above it
 * @param places where the middle of each state is
 * @param moves drawn as arrows
 * @param mayFail states with a short arrow down instead of a move to a state of failure
 */
record Diagram(String title, Map<String, Place> places, List<Move> moves, List<String> mayFail) {

    private static final int HALF_WIDTH = 62;
    private static final int HALF_HEIGHT = 19;

    /** The middle of a box, and its colour. */
    record Place(int x, int y, String colour) {}

    /**
     * An arrow.
     *
     * @param bend how far its middle leaves the straight line, to the right of its direction
     */
    record Move(String from, String to, int bend) {}

    /** What is drawn, to be put into a picture. */
    String svg() {
        var out = new StringBuilder();
        int left = places.values().stream().mapToInt(Place::x).min().orElse(0) - HALF_WIDTH;
        int top = places.values().stream().mapToInt(Place::y).min().orElse(0) - 52;
        out.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" class=\"title\">%s</text>\n", left, top, title));
        moves.forEach(move -> out.append(arrow(move)));
        mayFail.forEach(state -> out.append(stub(place(state))));
        places.forEach((state, place) -> out.append(box(state, place)));
        return out.toString();
    }

    private Place place(String state) {
        var place = places.get(state);
        if (place == null) {
            throw new IllegalStateException("drawing state " + state + ": it has no place (give it one)");
        }
        return place;
    }

    private static String box(String state, Place place) {
        return String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\" fill=\"%s\"/>"
                        + "<text x=\"%d\" y=\"%d\" class=\"state\">%s</text>\n",
                place.x() - HALF_WIDTH,
                place.y() - HALF_HEIGHT,
                2 * HALF_WIDTH,
                2 * HALF_HEIGHT,
                place.colour(),
                place.x(),
                place.y() + 5,
                state);
    }

    private static String stub(Place place) {
        int x = place.x() - HALF_WIDTH + 14;
        int y = place.y() + HALF_HEIGHT;
        return String.format(
                Locale.ROOT, "<path d=\"M%d %d V%d\" class=\"fails\" marker-end=\"url(#fails)\"/>\n", x, y, y + 16);
    }

    private String arrow(Move move) {
        var from = place(move.from());
        var to = place(move.to());
        double dx = to.x() - from.x();
        double dy = to.y() - from.y();
        double length = Math.hypot(dx, dy);
        double middleX = (from.x() + to.x()) / 2.0 - dy / length * move.bend() * 2;
        double middleY = (from.y() + to.y()) / 2.0 + dx / length * move.bend() * 2;
        double[] start = edge(from, middleX, middleY, 0);
        double[] end = edge(to, middleX, middleY, 3);
        return String.format(
                Locale.ROOT,
                "<path d=\"M%.0f %.0f Q%.0f %.0f %.0f %.0f\" class=\"move\" marker-end=\"url(#move)\"/>\n",
                start[0],
                start[1],
                middleX,
                middleY,
                end[0],
                end[1]);
    }

    /** Where the line from the middle of a box to a point leaves the box, and {@code gap} further. */
    private static double[] edge(Place box, double towardsX, double towardsY, int gap) {
        double dx = towardsX - box.x();
        double dy = towardsY - box.y();
        double share = Math.min(
                (HALF_WIDTH + gap) / Math.max(1, Math.abs(dx)), (HALF_HEIGHT + gap) / Math.max(1, Math.abs(dy)));
        return new double[] {box.x() + dx * share, box.y() + dy * share};
    }
}
