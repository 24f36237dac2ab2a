package io.minerstream.validator.file;

import java.util.Collection;
import java.util.Locale;

/** The known name that an unknown one may mean. */
final class Suggestion {

    private Suggestion() {}

    /** {@code ; did you mean NAME?}; empty when no name is near. */
    static String of(String unknown, Collection<String> known) {
        String best = "";
        int least = Math.max(2, unknown.length() / 3) + 1;
        for (String name : known) {
            int distance = distance(plain(unknown), plain(name));
            if (distance < least) {
                least = distance;
                best = "; did you mean " + name + "?";
            }
        }
        return best;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Characters to insert, to remove or to replace (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
