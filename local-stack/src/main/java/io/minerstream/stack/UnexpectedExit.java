package io.minerstream.stack;

import java.nio.file.Path;

/**
 * A component that had started has ended although nobody stopped it.
 *
 * @param component which one
 * @param exitCode of its process; 128 + n after signal n
 * @param log its log file
 * @param message all of it for people, with the last lines of the log
 */
public record UnexpectedExit(Component component, int exitCode, Path log, String message) {}
