package io.minerstream.pipeline.load.lag;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks in the order of time, in bounded memory. When there are {@value #MOST} samples, each two neighbours become one, and from then on a
 * sample stands for twice as many looks: an hour of looks each second is kept as it is, four hours as one sample each 4 s. Not thread-safe.
 */
public final class SampleSeries {

    static final int MOST = 3_600;

    private final List<LoadSample> samples = new ArrayList<>();
    private int looksPerSample = 1;
    private int looksInLast;

    /** A further look. */
    public void add(LoadSample look) {
        if (looksInLast == looksPerSample && samples.size() == MOST) {
            thin();
        }
        if (samples.isEmpty() || looksInLast == looksPerSample) {
            samples.add(look);
            looksInLast = 1;
        } else {
            int last = samples.size() - 1;
            samples.set(last, samples.get(last).and(look));
            looksInLast++;
        }
    }

    private void thin() {
        for (int i = 0; i < MOST / 2; i++) {
            samples.set(i, samples.get(2 * i).and(samples.get(2 * i + 1)));
        }
        samples.subList(MOST / 2, MOST).clear();
        looksPerSample *= 2;
        looksInLast = looksPerSample;
    }

    /** The samples so far. */
    public List<LoadSample> samples() {
        return List.copyOf(samples);
    }
}
