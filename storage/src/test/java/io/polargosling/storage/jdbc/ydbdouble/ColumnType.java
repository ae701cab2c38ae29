package io.polargosling.storage.jdbc.ydbdouble;

import java.util.Arrays;
import tech.ydb.proto.ValueProtos.Type.PrimitiveTypeId;

/** The types a column or a parameter may have, by all their names in YQL. */
enum ColumnType {
    BOOL(PrimitiveTypeId.BOOL, "Bool"),
    INT32(PrimitiveTypeId.INT32, "Int32"),
    INT64(PrimitiveTypeId.INT64, "Int64"),
    UINT64(PrimitiveTypeId.UINT64, "Uint64"),
    DOUBLE(PrimitiveTypeId.DOUBLE, "Double"),
    TEXT(PrimitiveTypeId.UTF8, "Text", "Utf8"),
    BYTES(PrimitiveTypeId.STRING, "Bytes", "String"),
    JSON(PrimitiveTypeId.JSON, "Json"),
    JSON_DOCUMENT(PrimitiveTypeId.JSON_DOCUMENT, "JsonDocument"),
    DATETIME(PrimitiveTypeId.DATETIME, "Datetime"),
    TIMESTAMP(PrimitiveTypeId.TIMESTAMP, "Timestamp");

    private final PrimitiveTypeId wire;
    private final String name;
    private final String olderName;

    ColumnType(PrimitiveTypeId wire, String name) {
        this(wire, name, name);
    }

    ColumnType(PrimitiveTypeId wire, String name, String olderName) {
        this.wire = wire;
        this.name = name;
        this.olderName = olderName;
    }

    static ColumnType named(String name) {
        return Arrays.stream(values())
                .filter(type -> name.equalsIgnoreCase(type.name) || name.equalsIgnoreCase(type.olderName))
                .findFirst()
                .orElseThrow(() -> YdbError.refused("type " + name + " is unknown here"));
    }

    static ColumnType of(PrimitiveTypeId wire) {
        return Arrays.stream(values())
                .filter(type -> type.wire == wire)
                .findFirst()
                .orElseThrow(() -> YdbError.refused("type " + wire + " is unknown here"));
    }

    PrimitiveTypeId wire() {
        return wire;
    }

    boolean isInteger() {
        return this == INT32 || this == INT64 || this == UINT64;
    }

    /** Whether a key may have this type; the JSON types and floating numbers cannot be compared. */
    boolean isKey() {
        return this != JSON && this != JSON_DOCUMENT && this != DOUBLE;
    }

    /** Whether a value of {@code other} may be compared with one of this type without a cast. */
    boolean comparesWith(ColumnType other) {
        return this == other || (isInteger() && other.isInteger());
    }

    /** Whether a value of {@code other} is stored into a column of this type without a cast. */
    boolean stores(ColumnType other) {
        return this == other || (this == INT64 && other == INT32);
    }

    String yql() {
        return name;
    }
}
