package io.minerstream.validator.topology;

import io.minerstream.avro.TelemetryAlert;
import io.minerstream.avro.WindowVerdict;
import io.minerstream.schemas.topic.TopicNames;
import io.minerstream.validator.alert.AlertChange;
import io.minerstream.validator.state.StateFormat;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;

/** Bytes of the findings that go to {@link SiteProcessor}: a byte for the kind, then that kind's own format. */
final class FindingSerde {

    private static final byte JUDGED = 0;
    private static final byte CHANGED = 1;
    private static final byte COUNTED = 2;
    private static final byte LOOKED = 3;

    private final Serde<PartialVerdict> verdicts;
    private final Serde<AlertChange> changes;

    private FindingSerde(Serde<PartialVerdict> verdicts, Serde<AlertChange> changes) {
        this.verdicts = verdicts;
        this.changes = changes;
    }

    static Serde<Finding> create(Serde<WindowVerdict> verdicts, Serde<TelemetryAlert> alerts, TopicNames topics) {
        FindingSerde serde = new FindingSerde(
                PartialVerdict.serde(verdicts, topics.verdicts()), AlertChange.serde(alerts, topics.alerts()));
        return StateFormat.ofValues("finding", serde::write, serde::read);
    }

    private void write(Finding finding, DataOutputStream out) throws IOException {
        if (finding instanceof Finding.Judged judged) {
            out.writeByte(JUDGED);
            out.write(verdicts.serializer().serialize("", judged.verdict()));
        } else if (finding instanceof Finding.Changed changed) {
            out.writeByte(CHANGED);
            out.write(changes.serializer().serialize("", changed.change()));
        } else if (finding instanceof Finding.Counted counted) {
            out.writeByte(COUNTED);
            out.writeInt(counted.siteId());
            out.writeInt(counted.partition());
            out.writeInt(counted.miners());
        } else if (finding instanceof Finding.Looked looked) {
            out.writeByte(LOOKED);
            out.writeInt(looked.siteId());
            StateFormat.writeText(looked.run(), out);
            out.writeInt(looked.partition());
            out.writeInt(looked.partitions());
            out.writeLong(looked.to().getEpochSecond());
        } else {
            throw new SerializationException("a finding must be of a known kind, got " + finding);
        }
    }

    private Finding read(ByteBuffer in) {
        byte kind = in.get();
        return switch (kind) {
            case JUDGED -> new Finding.Judged(verdicts.deserializer().deserialize("", rest(in)));
            case CHANGED -> new Finding.Changed(changes.deserializer().deserialize("", rest(in)));
            case COUNTED -> new Finding.Counted(in.getInt(), in.getInt(), in.getInt());
            case LOOKED ->
                new Finding.Looked(
                        in.getInt(),
                        StateFormat.readText(in),
                        in.getInt(),
                        in.getInt(),
                        Instant.ofEpochSecond(in.getLong()));
            default -> throw new SerializationException("kind: must be 0 to 3, got " + kind);
        };
    }

    private static byte[] rest(ByteBuffer in) {
        return StateFormat.readBytes(in, in.remaining());
    }
}
