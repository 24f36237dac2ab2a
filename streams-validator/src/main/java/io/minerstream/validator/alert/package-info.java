/** The life cycle of alerts: when a broken rule becomes one, when it fires, and when it resolves. */
package io.minerstream.validator.alert;
