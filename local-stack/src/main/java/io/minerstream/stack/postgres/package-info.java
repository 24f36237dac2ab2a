/** PostgreSQL: its programs, account, credentials and service. */
package io.minerstream.stack.postgres;
