package io.minerstream.connect.warehouse;

import io.minerstream.avro.HostingMiner;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Miners in PostgreSQL's COPY text format. */
final class FleetCopy {

    private static final int FLUSH_CHARS = 1 << 16;

    private final CopyIn copy;
    private final StringBuilder rows = new StringBuilder(FLUSH_CHARS + 1024);

    private FleetCopy(CopyIn copy) {
        this.copy = copy;
    }

    /** Returns how many miners were copied. */
    static long into(String table, Connection connection, Iterable<HostingMiner> miners) throws SQLException {
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " (id, site_id, miner_model_id, model_name, serial_number, actual_hashrate,"
                        + " actual_power, status) FROM STDIN WITH (ENCODING 'UTF8')");
        try {
            FleetCopy rows = new FleetCopy(copy);
            long copied = 0;
            for (HostingMiner miner : miners) {
                rows.add(miner);
                copied++;
            }
            rows.flush();
            copy.endCopy();
            return copied;
        } finally {
            // Only when something above failed: the connection cannot even roll back while a copy is open.
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    private void add(HostingMiner miner) throws SQLException {
        field(miner.getMinerId(), '\t');
        field(miner.getSiteId(), '\t');
        field(miner.getMinerModelId(), '\t');
        field(miner.getModelName(), '\t');
        field(miner.getSerialNumber(), '\t');
        field(miner.getActualHashrate(), '\t');
        field(miner.getActualPower(), '\t');
        field(miner.getStatus(), '\n');
        if (rows.length() >= FLUSH_CHARS) {
            flush();
        }
    }

    private void field(Object value, char end) {
        if (value == null) {
            rows.append("\\N");
        } else if (value instanceof String text) {
            escape(text);
        } else {
            rows.append(value);
        }
        rows.append(end);
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> rows.append("\\\\");
                case '\t' -> rows.append("\\t");
                case '\n' -> rows.append("\\n");
                case '\r' -> rows.append("\\r");
                default -> rows.append(c);
            }
        }
    }

    private void flush() throws SQLException {
        byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        rows.setLength(0);
    }
}
