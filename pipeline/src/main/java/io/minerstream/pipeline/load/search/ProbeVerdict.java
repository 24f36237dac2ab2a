package io.minerstream.pipeline.load.search;

/** What a probe of a rate has shown. */
public enum ProbeVerdict {
    /** All groups sustain the rate. */
    SUSTAINED,
    /** A group does not: its lag keeps growing, or is more than was asked for. */
    TOO_MUCH,
    /** Nothing: a group was rebalanced meanwhile, or had no members. */
    VOID,
    /** Nothing: the load was not what was asked for. */
    LOAD_LIMITED
}
