package io.gantry.api;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Leaves a field of this type out where it is null; LXD marks such fields {@code omitempty}. */
record OmittedWhenNull<T>(JsonAdapter<T> adapter) implements JsonAdapter<@Nullable T> {
    @Override
    public void toJson(JsonWriter writer, @Nullable T value) {
        if (value != null) {
            adapter.toJson(writer, value);
            return;
        }
        boolean before = writer.serializeNulls();
        writer.serializeNulls(false);
        writer.nullValue();
        writer.serializeNulls(before);
    }

    @Override
    public @Nullable T fromJson(JsonReader reader) {
        return reader.isNullValue() ? null : adapter.fromJson(reader);
    }

    @Override
    public JsonAdapter<@Nullable T> nullSafe() {
        return this;
    }
}
