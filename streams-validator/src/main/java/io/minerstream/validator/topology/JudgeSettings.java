package io.minerstream.validator.topology;

import java.time.Duration;

/**
 * How windows are cut and how long is waited.
 *
 * @param windowHours length of a window in hours, at least 1
 * @param quiet how long a complete window must be untouched before it is judged, so that a surplus record right behind the
 *     last expected one is still part of it
 * @param settle how long is waited for what is missing: records that a watermark promised, the roster entry of a reading's
 *     miner
 * @param retention how long a run is remembered after its last record
 */
public record JudgeSettings(int windowHours, Duration quiet, Duration settle, Duration retention) {}
