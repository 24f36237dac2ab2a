/** Connect values as fields of PostgreSQL's binary COPY format, without an object per value. Knows neither JDBC nor tables. */
package io.minerstream.connect.copy.encode;
