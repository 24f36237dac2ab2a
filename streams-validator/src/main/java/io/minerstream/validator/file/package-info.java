/** The rules file: YAML that says how rules are applied, checked as a whole before anything starts. */
package io.minerstream.validator.file;
