package io.minerstream.benchmarks.sink;

import io.minerstream.avro.MinerTelemetry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The limit: binary COPY by a plain program, which computes and encodes the rows as it goes. Its transactions have as many bytes as the
 * sink's batches. Not thread-safe.
 */
final class PlainCopy {

    private static final String COPY =
            "COPY miner_telemetry (miner_id, hashrate, power_consumption, temperature, fan_speed, recorded_at, "
                    + "accepted_shares, rejected_shares) FROM STDIN WITH (FORMAT binary)";
    private static final short COLUMNS = 8;
    private static final int TRANSACTION_BYTES = 4 * 1024 * 1024;
    private static final int MAX_ROW = 256;

    /** 2000-01-01 in milliseconds since 1970. */
    private static final long EPOCH_MILLIS = 946_684_800_000L;

    private static final long MICROS_PER_MILLI = 1_000;
    private static final byte[] HEADER = "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private final Connection connection;
    private final ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    private CopyIn copy;
    private int sent;

    PlainCopy(Connection connection) {
        this.connection = connection;
    }

    void write(TelemetryData data) throws Exception {
        connection.setAutoCommit(false);
        data.forEach(this::add);
        if (copy != null) {
            end();
        }
        connection.setAutoCommit(true);
    }

    private void add(MinerTelemetry row) throws SQLException {
        if (copy == null) {
            copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
            buffer.put(HEADER);
            sent = 0;
        } else if (buffer.remaining() < MAX_ROW) {
            flush();
        }
        buffer.putShort(COLUMNS).putInt(4).putInt(row.getMinerId());
        buffer.putInt(8).putDouble(row.getHashrate()).putInt(8).putDouble(row.getPowerConsumption());
        if (row.getTemperature() == null) {
            buffer.putInt(-1);
        } else {
            buffer.putInt(8).putDouble(row.getTemperature());
        }
        if (row.getFanSpeed() == null) {
            buffer.putInt(-1);
        } else {
            buffer.putInt(4).putInt(row.getFanSpeed());
        }
        buffer.putInt(8).putLong((row.getRecordedAt().toEpochMilli() - EPOCH_MILLIS) * MICROS_PER_MILLI);
        buffer.putInt(8).putLong(row.getAcceptedShares()).putInt(8).putLong(row.getRejectedShares());
        if (sent >= TRANSACTION_BYTES) {
            end();
        }
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer.array(), 0, buffer.position());
        sent += buffer.position();
        buffer.clear();
    }

    private void end() throws SQLException {
        if (buffer.remaining() < MAX_ROW) {
            flush();
        }
        buffer.putShort((short) -1);
        flush();
        copy.endCopy();
        connection.commit();
        copy = null;
    }
}
