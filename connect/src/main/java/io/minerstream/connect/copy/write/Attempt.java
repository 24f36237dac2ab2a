package io.minerstream.connect.copy.write;

import java.util.ArrayList;
import java.util.List;

/** What came of one attempt to write a batch. */
final class Attempt {

    private final List<DeadLetter> refused = new ArrayList<>();
    private long landed;
    private long unchanged;
    private boolean straight;
    private boolean staged;
    private boolean bisected;

    /** @param sent rows; a trigger may leave some out */
    void straight(long rows, long sent) {
        landed += rows;
        unchanged += sent - rows;
        straight = true;
    }

    void staged(Staging.Result result) {
        landed += result.changed();
        unchanged += result.unchanged();
        refused.addAll(result.refused());
        result.refused().forEach(letter -> letter.group().refuse(letter.row()));
        staged = true;
    }

    void bisected() {
        bisected = true;
    }

    void refuse(DeadLetter letter) {
        refused.add(letter);
        letter.group().refuse(letter.row());
    }

    List<DeadLetter> refused() {
        return refused;
    }

    long landed() {
        return landed;
    }

    long unchanged() {
        return unchanged;
    }

    boolean isStraight() {
        return straight;
    }

    boolean isStaged() {
        return staged;
    }

    boolean isBisected() {
        return bisected;
    }
}
