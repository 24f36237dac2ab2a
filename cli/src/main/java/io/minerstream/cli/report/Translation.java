package io.minerstream.cli.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Messages of failures in another language. All parts of MinerStream write them in English, as one text; this class knows the
 * forms of these texts, and translates what it knows. Immutable.
 */
final class Translation {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)}");
    /** Spaces stand between Chinese and other words only. */
    private static final Pattern BETWEEN_CHINESE = Pattern.compile("(?<=\\p{IsHan}) (?=\\p{IsHan})");

    private static final String CLAUSES = "; ";
    private static final String SUBJECT = ": ";

    /** The longest first. */
    final List<Form> forms;

    /**
     * A form of texts.
     *
     * @param english the text with {@code {0}}, {@code {1}}, ... for what differs
     * @param pattern groups what differs
     */
    record Form(String english, Pattern pattern, String translated) {

        private static Form of(String english, String translated) {
            StringBuilder pattern = new StringBuilder();
            int end = 0;
            for (MatchResult placeholder :
                    PLACEHOLDER.matcher(english).results().toList()) {
                pattern.append(Pattern.quote(english.substring(end, placeholder.start())))
                        .append("(.+?)");
                end = placeholder.end();
            }
            pattern.append(Pattern.quote(english.substring(end)));
            return new Form(english, Pattern.compile(pattern.toString()), translated);
        }

        /** Characters that are the same in all texts of this form. */
        int literals() {
            return PLACEHOLDER.matcher(english).replaceAll("").length();
        }
    }

    private Translation(List<Form> forms) {
        this.forms = forms.stream()
                .sorted(Comparator.comparingInt(Form::literals).reversed())
                .toList();
    }

    /** To Chinese. */
    static Translation chinese() {
        List<String> lines;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Translation.class.getResourceAsStream("failures_zh.txt")),
                StandardCharsets.UTF_8))) {
            lines = reader.lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Form> forms = new ArrayList<>();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            forms.add(Form.of(lines.get(i), lines.get(i + 1)));
        }
        return new Translation(forms);
    }

    /** The text in Chinese, line by line; what is not known stays English. */
    String of(String english) {
        List<String> lines = new ArrayList<>();
        for (String line : english.split("\n", -1)) {
            String text = line.stripLeading();
            lines.add(line.substring(0, line.length() - text.length())
                    + known(text).orElse(text));
        }
        return BETWEEN_CHINESE.matcher(String.join("\n", lines)).replaceAll("");
    }

    private String part(String english) {
        return known(english).orElse(english);
    }

    private Optional<String> known(String english) {
        if (english.contains(CLAUSES)) {
            return clauses(english);
        }
        // What differs may hold a colon, a subject may not.
        return form(english, true).or(() -> subject(english)).or(() -> form(english, false));
    }

    /** Clauses that are known are joined by a full-width semicolon, others may be part of a user's text. */
    private Optional<String> clauses(String english) {
        StringBuilder all = new StringBuilder();
        boolean any = false;
        for (String clause : english.split(CLAUSES, -1)) {
            Optional<String> translated = known(clause);
            if (!all.isEmpty()) {
                all.append(translated.isPresent() ? "；" : CLAUSES);
            }
            all.append(translated.orElse(clause));
            any |= translated.isPresent();
        }
        return any ? Optional.of(all.toString()) : Optional.empty();
    }

    private Optional<String> form(String english, boolean withSubject) {
        for (Form form : forms) {
            if (form.english.contains(SUBJECT) != withSubject) {
                continue;
            }
            Matcher text = form.pattern.matcher(english);
            if (text.matches()) {
                return Optional.of(PLACEHOLDER
                        .matcher(form.translated)
                        .replaceAll(placeholder -> Matcher.quoteReplacement(
                                part(text.group(Integer.parseInt(placeholder.group(1)) + 1)))));
            }
        }
        return Optional.empty();
    }

    /** What the rest of the text is about, for example an option. */
    private Optional<String> subject(String english) {
        for (int colon = english.indexOf(SUBJECT); colon > 0; colon = english.indexOf(SUBJECT, colon + 1)) {
            Optional<String> rest = known(english.substring(colon + SUBJECT.length()));
            if (rest.isPresent()) {
                return Optional.of(part(english.substring(0, colon)) + "：" + rest.get());
            }
        }
        return Optional.empty();
    }
}
