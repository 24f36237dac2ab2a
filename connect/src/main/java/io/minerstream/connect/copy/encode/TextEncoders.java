package io.minerstream.connect.copy.encode;

/** Types whose binary form is their text, and uuid. */
final class TextEncoders {

    private static final int UUID_TEXT_LENGTH = 36;
    private static final int JSONB_VERSION = 1;

    private TextEncoders() {}

    /** Null when the type does not come from text. */
    static ValueEncoder of(ColumnType type) {
        if (type.isEnum()) {
            return TextEncoders::text;
        }
        return switch (type.name()) {
            case "text", "json", "xml", "citext" -> TextEncoders::text;
            case "varchar", "bpchar" -> type.maxLength() < 0 ? TextEncoders::text : limited(type);
            case "jsonb" -> TextEncoders::jsonb;
            case "uuid" -> TextEncoders::uuid;
            default -> null;
        };
    }

    private static void text(Object value, RowBytes out) {
        int start = out.size();
        out.int32(0);
        out.utf8((String) value);
        setLength(out, start);
    }

    private static ValueEncoder limited(ColumnType type) {
        int most = type.maxLength();
        return (value, out) -> {
            int start = out.size();
            out.int32(0);
            String text = (String) value;
            int codePoints = out.utf8(text);
            // PostgreSQL cuts excess spaces, as the standard says.
            if (codePoints > most && !isBlankFrom(text, most)) {
                throw new BadValueException(
                        "22001", type.shown() + " must have at most " + most + " characters, got " + codePoints);
            }
            setLength(out, start);
        };
    }

    private static boolean isBlankFrom(String text, int codePoint) {
        return text.substring(text.offsetByCodePoints(0, codePoint)).chars().allMatch(c -> c == ' ');
    }

    private static void jsonb(Object value, RowBytes out) {
        int start = out.size();
        out.int32(0);
        out.raw(JSONB_VERSION);
        out.utf8((String) value);
        setLength(out, start);
    }

    private static void uuid(Object value, RowBytes out) {
        String text = (String) value;
        if (text.length() != UUID_TEXT_LENGTH) {
            throw notUuid(text);
        }
        out.int32(2 * Long.BYTES);
        long high = digits(text, 0, 8, 0);
        high = digits(text, 9, 13, high);
        out.int64(digits(text, 14, 18, high));
        out.int64(digits(text, 24, 36, digits(text, 19, 23, 0)));
    }

    private static long digits(String text, int from, int to, long before) {
        if (to < UUID_TEXT_LENGTH && text.charAt(to) != '-') {
            throw notUuid(text);
        }
        long value = before;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw notUuid(text);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static BadValueException notUuid(String text) {
        return new BadValueException(
                "22P02",
                "uuid must have the form 8-4-4-4-12 of hexadecimal digits, got " + text.length() + " characters");
    }

    private static void setLength(RowBytes out, int start) {
        out.int32At(start, out.size() - start - Integer.BYTES);
    }
}
