package io.minerstream.validator.topology;

import java.time.Duration;

/**
 * How windows are cut and how long is waited.
 *
 * @param window length of a window, greater than 0; rounded up to whole intervals of each run
 * @param quietPeriod how long a complete window must be untouched before it is judged, so that a surplus record right behind the
 *     last expected one is still part of it; and how long the roster must be quiet before a reading that depends on what it
 *     may yet say is judged
 * @param gracePeriod how long is waited for what is missing: records that a watermark promised, the roster entry of a reading's
 *     miner
 * @param retention how long a run is remembered after its last record
 */
public record JudgeSettings(Duration window, Duration quietPeriod, Duration gracePeriod, Duration retention) {}
