package io.minerstream.cli.option;

import io.minerstream.producer.fleet.StatusMix;
import io.minerstream.producer.pacing.HourlyBurst;
import io.minerstream.producer.pacing.RateProfile;
import io.minerstream.producer.run.CommitPolicy;
import io.minerstream.producer.run.Shard;
import io.minerstream.producer.signal.SignalProfile;
import io.minerstream.schemas.bound.NumberText;
import io.minerstream.schemas.run.Interval;
import io.minerstream.schemas.run.LengthText;
import io.minerstream.schemas.run.RunId;
import io.minerstream.schemas.run.TimeText;
import io.minerstream.validator.http.HttpAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads values of options. Picocli's own messages name Java types. */
public final class Converters {

    /** As lambdas, they would keep picocli's classes, which are of Java 5, out of the archives of class data (ADR 22). */
    private record Converter<T>(Function<String, T> parser) implements ITypeConverter<T> {

        @Override
        public T convert(String text) {
            return parser.apply(text);
        }
    }

    private Converters() {}

    /** Makes a command and all of its subcommands read values so. */
    public static void install(CommandLine commandLine) {
        ITypeConverter<Integer> ints = wholeNumber(NumberText::wholeInt, Integer.MIN_VALUE, Integer.MAX_VALUE);
        ITypeConverter<Long> longs = wholeNumber(NumberText::whole, Long.MIN_VALUE, Long.MAX_VALUE);
        ITypeConverter<Short> shorts = wholeNumber(Converters::wholeShort, Short.MIN_VALUE, Short.MAX_VALUE);
        ITypeConverter<Double> doubles = new Converter<>(text -> read(NumberText::decimal, text, "a number"));
        commandLine
                .registerConverter(int.class, ints)
                .registerConverter(Integer.class, ints)
                .registerConverter(long.class, longs)
                .registerConverter(Long.class, longs)
                .registerConverter(short.class, shorts)
                .registerConverter(Short.class, shorts)
                .registerConverter(double.class, doubles)
                .registerConverter(Double.class, doubles)
                .registerConverter(Path.class, new Converter<>(Converters::path))
                .registerConverter(Duration.class, new Converter<>(Converters::length))
                .registerConverter(Instant.class, new Converter<>(text -> read(TimeText::parse, text, TimeText.FORM)))
                .registerConverter(Interval.class, parsedBy(text -> Interval.of(length(text))))
                .registerConverter(CommitPolicy.class, parsedBy(CommitPolicy::parse))
                .registerConverter(HourlyBurst.class, parsedBy(HourlyBurst::parse))
                .registerConverter(HttpAddress.class, parsedBy(HttpAddress::parse))
                .registerConverter(Percent.class, parsedBy(Percent::parse))
                .registerConverter(RateProfile.class, parsedBy(RateProfile::parse))
                .registerConverter(RunId.class, parsedBy(RunId::new))
                .registerConverter(Shard.class, parsedBy(Shard::parse))
                .registerConverter(SignalProfile.class, parsedBy(SignalProfile::named))
                .registerConverter(StatusMix.class, parsedBy(StatusMix::parse));
    }

    private static <T> ITypeConverter<T> wholeNumber(Function<String, T> parser, long least, long most) {
        return new Converter<>(text -> read(parser, text, "a whole number from %s to %s".formatted(least, most)));
    }

    private static short wholeShort(String text) {
        int value = NumberText.wholeInt(text);
        if (value != (short) value) {
            throw new ArithmeticException("more than 16 bits: " + text);
        }
        return (short) value;
    }

    private static Duration length(String text) {
        return read(LengthText::parse, text, LengthText.FORM);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            // Without a charset in the locale, Java can name files in ASCII only.
            String remedy = text.chars().allMatch(c -> c < 0x80) ? "" : "; set LC_ALL=C.UTF-8";
            throw new TypeConversionException(
                    "must be a file name, got '%s' (%s)%s".formatted(text, e.getReason(), remedy));
        }
    }

    private static <T> T read(Function<String, T> parser, String text, String form) {
        try {
            return parser.apply(text);
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            throw new TypeConversionException("must be %s, got '%s'".formatted(form, text));
        }
    }

    /** A converter by a parser whose errors name the rule. */
    private static <T> ITypeConverter<T> parsedBy(Function<String, T> parser) {
        return new Converter<>(text -> {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        });
    }
}
