package io.minerstream.connect.copy.encode;

import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.data.Schema;

/** Arrays of one dimension. */
final class ArrayEncoder implements ValueEncoder {

    private final ValueEncoder element;
    private final int elementOid;

    private ArrayEncoder(ValueEncoder element, int elementOid) {
        this.element = element;
        this.elementOid = elementOid;
    }

    static Optional<ValueEncoder> of(Schema schema, ColumnType type) {
        return Encoders.of(schema.valueSchema(), type.element())
                .map(element -> new ArrayEncoder(element, type.element().oid()));
    }

    @Override
    public void encode(Object value, RowBytes out) {
        Collection<?> values = (Collection<?>) value;
        int start = out.size();
        out.int32(0);
        // Dimensions, whether there are nulls, type; then for the one dimension its length and first index.
        out.int32(values.isEmpty() ? 0 : 1);
        out.int32(values.stream().anyMatch(Objects::isNull) ? 1 : 0);
        out.int32(elementOid);
        if (!values.isEmpty()) {
            out.int32(values.size());
            out.int32(1);
        }
        for (Object each : values) {
            if (each == null) {
                out.nullField();
            } else {
                element.encode(each, out);
            }
        }
        out.int32At(start, out.size() - start - Integer.BYTES);
    }
}
