package io.minerstream.producer.strategy;

import io.minerstream.avro.CurtailmentStrategy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Key of a strategy in its topic: {@code siteId:strategy_type} in UTF-8.
 *
 * @param siteId the site, at least 1
 * @param type the word of a {@link StrategyType}, or any text of another writer; not empty
 */
public record StrategyKey(int siteId, String type) {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,9}):(.+)", Pattern.DOTALL);

    static StrategyKey of(CurtailmentStrategy strategy) {
        return new StrategyKey(strategy.getSiteId(), strategy.getStrategyType());
    }

    /** Parses a key of the topic; empty when it has another form. */
    static Optional<StrategyKey> parse(byte[] bytes) {
        Matcher matcher = FORM.matcher(new String(bytes, StandardCharsets.UTF_8));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long siteId = Long.parseLong(matcher.group(1));
        return siteId > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new StrategyKey((int) siteId, matcher.group(2)));
    }

    byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return siteId + ":" + type;
    }
}
