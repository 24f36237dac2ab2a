package io.minerstream.producer.strategy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import io.minerstream.avro.CurtailmentStrategy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the strategies of one file, token by token, since only tokens have lines. Used once, by one thread. */
final class StrategyParser {

    static final String ROOT = "strategies";

    private final Path file;
    private final int defaultSite;
    private final List<Finding> findings = new ArrayList<>();
    private final List<StrategyDraft> drafts = new ArrayList<>();
    private JsonParser tokens;

    /** What is wrong in a line. */
    private record Finding(int line, String text) {}

    StrategyParser(Path file, int defaultSite) {
        this.file = file;
        this.defaultSite = defaultSite;
    }

    SortedMap<Integer, StrategySet> parse(JsonFactory factory, String text) {
        try (JsonParser parser = factory.createParser(text)) {
            tokens = parser;
            parseRoot();
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            // What follows was not read, so that nothing can be said of it.
            find(line, "must be " + factory.getFormatName() + ", got " + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new InvalidStrategyFileException(file, "must be readable, got " + e, e);
        }
        drafts.forEach(draft -> draft.check(this::find));
        requireOncePerSite();
        if (drafts.isEmpty() && findings.isEmpty()) {
            find(1, ROOT + ": must be at least one strategy, got none");
        }
        if (!findings.isEmpty()) {
            throw new InvalidStrategyFileException(
                    file,
                    findings.stream()
                            .sorted(Comparator.comparingInt(Finding::line))
                            .map(finding -> file.getFileName() + ":" + finding.line() + ": " + finding.text())
                            .toList());
        }
        return sets();
    }

    private SortedMap<Integer, StrategySet> sets() {
        SortedMap<Integer, List<CurtailmentStrategy>> bySite = new TreeMap<>();
        drafts.stream().map(StrategyDraft::complete).forEach(strategy -> bySite.computeIfAbsent(
                        strategy.getSiteId(), unused -> new ArrayList<>())
                .add(strategy));
        SortedMap<Integer, StrategySet> sets = new TreeMap<>();
        bySite.forEach((site, strategies) -> sets.put(site, new StrategySet(site, strategies)));
        return sets;
    }

    private void requireOncePerSite() {
        Map<StrategyKey, Integer> lines = new HashMap<>();
        for (StrategyDraft draft : drafts) {
            draft.key().ifPresent(key -> {
                Integer first = lines.putIfAbsent(key, draft.line(StrategyRules.TYPE));
                if (first != null) {
                    find(
                            draft.line(StrategyRules.TYPE),
                            "%s: must be there once in site_id=%d, got %s again after line %d"
                                    .formatted(StrategyRules.TYPE, key.siteId(), key.type(), first));
                }
            });
        }
    }

    private void parseRoot() throws IOException {
        if (tokens.nextToken() == null) {
            return;
        }
        if (!requireToken(JsonToken.START_OBJECT, "the file: must be an object with the field " + ROOT)) {
            return;
        }
        while (tokens.nextToken() == JsonToken.FIELD_NAME) {
            String field = tokens.currentName();
            int line = line();
            tokens.nextToken();
            if (!field.equals(ROOT)) {
                find(line, "the file: must have the field " + ROOT + " only, got " + field);
                tokens.skipChildren();
            } else if (requireToken(JsonToken.START_ARRAY, ROOT + ": must be a list")) {
                parseStrategies();
            }
        }
        if (tokens.nextToken() != null) {
            find(line(), "the file: must end after its first document, got another");
        }
    }

    private void parseStrategies() throws IOException {
        while (tokens.nextToken() != JsonToken.END_ARRAY) {
            if (requireToken(JsonToken.START_OBJECT, "strategy: must be an object")) {
                StrategyDraft draft = new StrategyDraft(line(), defaultSite);
                while (tokens.nextToken() == JsonToken.FIELD_NAME) {
                    parseField(draft);
                }
                drafts.add(draft);
            }
        }
    }

    private void parseField(StrategyDraft draft) throws IOException {
        String field = tokens.currentName();
        int line = line();
        tokens.nextToken();
        if (tokens instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            find(line, field + ": must be a value, got the alias *" + yaml.getText());
            draft.skip(field, line);
        } else if (tokens.currentToken().isStructStart()) {
            find(line, field + ": must be a single value, got " + kind());
            draft.skip(field, line);
            tokens.skipChildren();
        } else {
            draft.put(field, line, tokens.currentToken(), tokens.getText(), this::find);
        }
    }

    private boolean requireToken(JsonToken wanted, String mustHold) throws IOException {
        if (tokens.currentToken() == wanted) {
            return true;
        }
        find(line(), mustHold + ", got " + kind());
        tokens.skipChildren();
        return false;
    }

    private String kind() throws IOException {
        return switch (tokens.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_NULL -> "nothing";
            default -> "'" + tokens.getText() + "'";
        };
    }

    private int line() {
        return tokens.currentTokenLocation().getLineNr();
    }

    private void find(int line, String text) {
        findings.add(new Finding(line, text));
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("something else");
    }
}
