package io.minerstream.schemas.run;

/**
 * Identity of one simulation run: exactly 8 characters of {@code 0-9a-z}.
 *
 * <p>Every telemetry record carries it in its {@link RunHeader}, so that a second, forced run over the same range is not
 * mistaken for duplicates. Eight ASCII characters are readable with raw tools and fill one {@code long} exactly, which is
 * how state stores hold them.
 *
 * @param text the 8 characters, never null
 */
public record RunId(String text) {

    /** Number of characters. */
    public static final int LENGTH = 8;

    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";

    public RunId {
        if (text == null || !isValid(text)) {
            throw new IllegalArgumentException(
                    "run id: must be 8 characters of 0-9 and a-z, got " + (text == null ? "null" : "'" + text + "'"));
        }
    }

    /** The id of a hash: its residue modulo 36^8, in base 36. Equal hashes give equal ids. */
    public static RunId of(long hash) {
        String digits = "0".repeat(LENGTH) + Long.toUnsignedString(hash, ALPHABET.length());
        return new RunId(digits.substring(digits.length() - LENGTH));
    }

    /** The characters as the bytes of a big-endian long. */
    public long packed() {
        long packed = 0;
        for (int i = 0; i < LENGTH; i++) {
            packed = packed << Byte.SIZE | text.charAt(i);
        }
        return packed;
    }

    /**
     * Inverse of {@link #packed()}.
     *
     * @throws IllegalArgumentException when the bytes are not the characters of an id
     */
    public static RunId unpack(long packed) {
        char[] characters = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            characters[i] = (char) (packed & 0xff);
            packed >>>= Byte.SIZE;
        }
        return new RunId(new String(characters));
    }

    private static boolean isValid(String text) {
        return text.length() == LENGTH && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    }

    @Override
    public String toString() {
        return text;
    }
}
