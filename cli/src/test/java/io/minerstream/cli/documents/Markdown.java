package io.minerstream.cli.documents;

import static java.util.stream.Collectors.joining;

import java.util.List;

/** Tables of Markdown. */
final class Markdown {

    private Markdown() {}

    static String table(List<String> header, List<List<String>> rows) {
        return row(header)
                + "\n"
                + "|---".repeat(header.size())
                + "|\n"
                + rows.stream().map(Markdown::row).collect(joining("\n"));
    }

    /** Code, or nothing for an empty text. */
    static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    private static String row(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(joining(" | ", "| ", " |"));
    }
}
