package io.polargosling.worker.render;

/** Text between double quotes in OpenTofu's language. */
final class HclText {

    private HclText() {}

    /** {@code value} so that it means itself between double quotes: no quote ends it, no template starts in it. */
    static String escape(String value) {
        var text = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean opensTemplate = (c == '$' || c == '%') && i + 1 < value.length() && value.charAt(i + 1) == '{';
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (opensTemplate) {
                        text.append(c).append(c);
                    } else if (Character.isISOControl(c)) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return text.toString();
    }
}
