package io.polargosling.fly.eval;

import java.util.Comparator;

/** The order of texts by code points, which is that of their UTF-8 bytes. */
final class TextOrder {

    static final Comparator<String> CODE_POINTS = TextOrder::compare;

    private TextOrder() {}

    private static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                boolean pair = Character.isSurrogate(left) != Character.isSurrogate(right);
                // A surrogate is part of a code point above all others.
                return pair ? Boolean.compare(Character.isSurrogate(left), Character.isSurrogate(right)) : left - right;
            }
        }
        return a.length() - b.length();
    }
}
