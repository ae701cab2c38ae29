package io.polargosling.fly.decode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The few words an attribute takes and what they mean, in the order diagnostics list them. */
final class Words {

    private Words() {}

    static <T> Map<String, T> of(String a, T first, String b, T second) {
        var words = new LinkedHashMap<String, T>();
        words.put(a, first);
        words.put(b, second);
        return words;
    }

    static <T> Map<String, T> of(String a, T first, String b, T second, String c, T third) {
        Map<String, T> words = of(a, first, b, second);
        words.put(c, third);
        return words;
    }

    static <T> Map<String, T> of(String a, T first, String b, T second, String c, T third, String d, T fourth) {
        Map<String, T> words = of(a, first, b, second, c, third);
        words.put(d, fourth);
        return words;
    }

    /** Words that mean themselves. */
    static Map<String, String> of(List<String> words) {
        var same = new LinkedHashMap<String, String>();
        words.forEach(word -> same.put(word, word));
        return same;
    }
}
