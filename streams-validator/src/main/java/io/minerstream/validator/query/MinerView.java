package io.minerstream.validator.query;

import io.minerstream.validator.state.MinerDay;
import io.minerstream.validator.state.MinerState;
import io.minerstream.validator.state.MinerState.Tenure;
import java.time.Instant;
import java.util.List;

/**
 * What the validator knows of a miner.
 *
 * @param minerId the miner
 * @param siteId its site; null when it is not in the roster
 * @param status its status at the newest reading; null when it is not in the roster
 * @param validFrom since when it has this status; null when since always, or when it is not in the roster
 * @param validTo until when, exclusive; null when there is no later entry
 * @param declaredUnknown whether its readings were reported as UNKNOWN_MINER
 * @param days what it sent on the days that are remembered, oldest first: those of open windows, and some of judged ones
 */
public record MinerView(
        int minerId,
        Integer siteId,
        String status,
        Instant validFrom,
        Instant validTo,
        boolean declaredUnknown,
        List<MinerDay> days) {

    static MinerView of(int minerId, MinerState state) {
        Tenure tenure = state.tenure();
        return new MinerView(
                minerId,
                tenure == null ? null : Integer.valueOf(tenure.miner().siteId()),
                tenure == null ? null : tenure.miner().statusText(),
                tenure == null || tenure.fromMs() == Long.MIN_VALUE ? null : Instant.ofEpochMilli(tenure.fromMs()),
                tenure == null || tenure.untilMs() == Long.MAX_VALUE ? null : Instant.ofEpochMilli(tenure.untilMs()),
                state.isDeclaredUnknown(),
                state.days());
    }
}
