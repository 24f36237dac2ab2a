package io.minerstream.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/** What docs/secured-clusters.md tells users to do, with a test's addresses and files in place of the page's. */
final class SecuredClustersPage {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w*\\n(.*?)^```$");
    private static final Pattern OPTION = Pattern.compile("--([a-z-]+)(?: (?!--)(\\S+))?");

    private final List<String> blocks;

    /** @param replacements by the page's text */
    SecuredClustersPage(Map<String, String> replacements) throws IOException {
        // The module's folder, as a build and jobs in it have it.
        String page = Files.readString(Path.of("..", "docs", "secured-clusters.md"));
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            if (!page.contains(replacement.getKey())) {
                throw new AssertionError("docs/secured-clusters.md: must hold " + replacement.getKey());
            }
            page = page.replace(replacement.getKey(), replacement.getValue());
        }
        this.blocks = BLOCK.matcher(page).results().map(match -> match.group(1)).toList();
    }

    /** The properties file of that name. */
    String properties(String name) {
        return block("# " + name + "\n");
    }

    /** Lines of SQL. */
    List<String> sql() {
        return block("CREATE ROLE").lines().toList();
    }

    private String block(String start) {
        return blocks.stream()
                .filter(block -> block.startsWith(start))
                .findFirst()
                .orElseThrow(() ->
                        new AssertionError("docs/secured-clusters.md: must have a block that begins with " + start));
    }

    /** The rights that its calls of kafka-acls.sh grant. */
    List<AclBinding> acls() {
        return blocks.stream()
                .flatMap(block -> block.replace("\\\n", " ").lines())
                .filter(line -> line.startsWith("kafka-acls.sh --add "))
                .flatMap(SecuredClustersPage::acls)
                .toList();
    }

    private static Stream<AclBinding> acls(String line) {
        String principal = null;
        PatternType type = PatternType.LITERAL;
        List<AclOperation> operations = new ArrayList<>();
        List<Map.Entry<ResourceType, String>> resources = new ArrayList<>();
        for (MatchResult option : OPTION.matcher(line).results().toList()) {
            switch (option.group(1)) {
                case "add" -> {}
                case "allow-principal" -> principal = option.group(2);
                case "resource-pattern-type" ->
                    type = PatternType.fromString(option.group(2).toUpperCase(Locale.ROOT));
                case "operation" -> operations.add(SecurityUtils.operation(option.group(2)));
                default ->
                    resources.add(Map.entry(SecurityUtils.resourceType(camelCase(option.group(1))), option.group(2)));
            }
        }
        String user = principal;
        PatternType pattern = type;
        return resources.stream().flatMap(resource -> operations.stream()
                .map(operation -> new AclBinding(
                        new ResourcePattern(resource.getKey(), resource.getValue(), pattern),
                        new AccessControlEntry(user, "*", operation, AclPermissionType.ALLOW))));
    }

    /** {@code transactional-id} is TransactionalId. */
    private static String camelCase(String option) {
        return Pattern.compile("(?:^|-)([a-z])").matcher(option).replaceAll(word -> word.group(1)
                .toUpperCase(Locale.ROOT));
    }
}
