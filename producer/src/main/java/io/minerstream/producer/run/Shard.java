package io.minerstream.producer.run;

import io.minerstream.schemas.bound.Bound;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a run that one producer writes: of all partitions, those whose number modulo {@code count} is {@code index}. All
 * shards of a run together write each reading once, without talking to each other.
 *
 * @param index 0 to {@code count - 1}
 * @param count number of shards, see {@link Bound#SHARDS}
 */
public record Shard(int index, int count) {

    /** The only shard of a run that one producer writes. */
    public static final Shard ALL = new Shard(0, 1);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,6})/([0-9]{1,6})");

    public Shard {
        if (!Bound.SHARDS.holds(count) || index < 0 || index >= count) {
            throw new IllegalArgumentException(
                    "shard: must be i/n with 0 <= i < n and n %s, for example 0/2 and 1/2, got %s/%s"
                            .formatted(Bound.SHARDS.range(), index, count));
        }
    }

    /**
     * Reads {@code i/n}.
     *
     * @throws IllegalArgumentException when it has another form, or i is not below n
     */
    public static Shard parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "shard: must be i/n with 0 <= i < n and n %s, for example 0/2 and 1/2, got '%s'"
                            .formatted(Bound.SHARDS.range(), text));
        }
        return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** Whether there is no other shard. */
    public boolean isAll() {
        return count == 1;
    }

    /** Whether this shard writes a partition. */
    public boolean owns(int partition) {
        return partition % count == index;
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }
}
