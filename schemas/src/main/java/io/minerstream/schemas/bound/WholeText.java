package io.minerstream.schemas.bound;

/** Texts that UTF-8 can hold. Java and JSON can have half of a surrogate pair, for which encoders write a question mark. */
public final class WholeText {

    private WholeText() {}

    /** Place of the first half of a surrogate pair without the other half; -1 for none. */
    public static int halfPair(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
