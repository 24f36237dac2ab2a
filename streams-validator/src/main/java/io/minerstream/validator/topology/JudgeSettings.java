package io.minerstream.validator.topology;

import java.time.Duration;

/**
 * Length of windows, and of waits in wall-clock time.
 *
 * @param window length of a window, greater than 0; rounded up to whole intervals of each run
 * @param quietPeriod wait before a complete window is judged, so that a record that follows the last expected one is still part
 *     of it; also the wait for further roster entries before a reading that depends on them is judged
 * @param gracePeriod wait for what is missing: records that a watermark promised, the roster entry of a reading's miner
 * @param retention how long a run is remembered after its last record
 */
public record JudgeSettings(Duration window, Duration quietPeriod, Duration gracePeriod, Duration retention) {}
