package io.minerstream.validator.file;

import io.minerstream.validator.policy.Policies;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The file of rules, in YAML or JSON. What it leaves out is as built in. Stateless.
 *
 * <p>Its form is published as a JSON Schema; the file itself is checked here, where findings have their lines.
 */
public final class RulesFile {

    private static final long MOST_BYTES = 1 << 20;

    private RulesFile() {}

    /**
     * Reads a file.
     *
     * @throws InvalidRulesException naming everything that is wrong, with its place
     */
    public static Policies read(Path file) {
        RulesFindings findings = new RulesFindings();
        Policies policies = Policies.DEFAULT;
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text(file)));
            if (root == null) {
                throw new InvalidRulesException(
                        file, "must have limits, rules, site-alerts or overrides, got an empty file", null);
            }
            policies = PolicyReader.policies(Value.root(root, findings));
        } catch (MarkedYAMLException e) {
            findings.add(
                    e.getProblemMark(),
                    "the file: must be YAML, got %s; what follows was not read"
                            .formatted(e.getProblem().replaceFirst("^(but )?found ", "")));
        } catch (YAMLException e) {
            throw new InvalidRulesException(file, "must be YAML, got " + e.getMessage(), e);
        }
        findings.requireNone(file);
        return policies;
    }

    private static String text(Path file) {
        try {
            long bytes = Files.size(file);
            if (bytes > MOST_BYTES) {
                throw new InvalidRulesException(
                        file, "must be at most %s bytes, got %s".formatted(MOST_BYTES, bytes), null);
            }
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new InvalidRulesException(file, "must be text in UTF-8, got other bytes", e);
        } catch (IOException e) {
            throw new InvalidRulesException(file, "must be a readable file, got " + e, e);
        }
    }

    /** A file that says what is built in. */
    public static String defaults() {
        return resource("rules.yaml");
    }

    /** The JSON Schema of the file, draft 2020-12. */
    public static String schema() {
        return resource("rules.schema.json");
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(RulesFile.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
