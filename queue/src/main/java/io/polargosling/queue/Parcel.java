package io.polargosling.queue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A message to send.
 *
 * @param delaySeconds 0 to 900
 * @param places of the commands it holds, in the list of whoever sends them
 */
record Parcel(String body, int delaySeconds, List<Integer> places) {

    /** Messages to one request. */
    static final int MAX_IN_REQUEST = 10;

    /** Bytes of all messages of one request; the smallest limit among the queues we use is 256 KiB, attributes included. */
    static final int MAX_REQUEST_BYTES = 200 * 1024;

    Parcel {
        places = List.copyOf(places);
    }

    /** A command's text, and where in the caller's list it stands. */
    record Text(int place, String text) {}

    /** One text as a message of its own. */
    static Parcel single(Text text, int delaySeconds) {
        return new Parcel(text.text(), delaySeconds, List.of(text.place()));
    }

    /** {@code texts} in as few messages as hold them; one that has a message to itself is sent as it is. */
    static List<Parcel> packed(List<Text> texts) {
        var parcels = new ArrayList<Parcel>();
        int from = 0;
        while (from < texts.size()) {
            int to = from + 1;
            int bytes = CommandCodec.batchOverhead() + length(texts, from);
            while (to < texts.size()
                    && to - from < CommandCodec.MAX_ITEMS
                    && bytes + 1 + length(texts, to) <= CommandCodec.MAX_BYTES) {
                bytes += 1 + length(texts, to);
                to++;
            }
            parcels.add(to - from == 1 ? single(texts.get(from), 0) : batch(texts.subList(from, to)));
            from = to;
        }
        return parcels;
    }

    private static Parcel batch(List<Text> texts) {
        return new Parcel(
                CommandCodec.batch(texts.stream().map(Text::text).toList()),
                0,
                texts.stream().map(Text::place).toList());
    }

    private static int length(List<Text> texts, int index) {
        return texts.get(index).text().length();
    }

    /** {@code parcels} in as few requests as may carry them, in order. */
    static List<List<Parcel>> requests(List<Parcel> parcels) {
        var requests = new ArrayList<List<Parcel>>();
        var request = new ArrayList<Parcel>();
        int bytes = 0;
        for (var parcel : parcels) {
            if (!request.isEmpty()
                    && (request.size() == MAX_IN_REQUEST || bytes + parcel.bytes() > MAX_REQUEST_BYTES)) {
                requests.add(List.copyOf(request));
                request.clear();
                bytes = 0;
            }
            request.add(parcel);
            bytes += parcel.bytes();
        }
        if (!request.isEmpty()) {
            requests.add(List.copyOf(request));
        }
        return requests;
    }

    private int bytes() {
        return body.getBytes(StandardCharsets.UTF_8).length;
    }
}
