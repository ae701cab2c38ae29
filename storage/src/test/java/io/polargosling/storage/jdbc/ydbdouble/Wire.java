package io.polargosling.storage.jdbc.ydbdouble;

import com.google.protobuf.ByteString;
import com.google.protobuf.NullValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.ydb.proto.ValueProtos;
import tech.ydb.proto.ValueProtos.Type;
import tech.ydb.proto.ValueProtos.TypedValue;
import tech.ydb.proto.ValueProtos.Value;

/** Values and types as they travel. */
final class Wire {

    private Wire() {}

    static Arguments arguments(Map<String, TypedValue> parameters) {
        var values = new HashMap<String, List<Cell>>();
        parameters.forEach((name, value) -> values.put(name, cells(value.getType(), value.getValue())));
        return new Arguments(values);
    }

    private static List<Cell> cells(Type type, Value value) {
        if (type.hasListType()) {
            var item = type.getListType().getItem();
            return value.getItemsList().stream().map(one -> cell(item, one)).toList();
        }
        return List.of(cell(type, value));
    }

    private static Cell cell(Type type, Value value) {
        return switch (type.getTypeCase()) {
            case TYPE_ID -> {
                var column = ColumnType.of(type.getTypeId());
                yield new Cell(column, value.hasNullFlagValue() ? null : value(column, value));
            }
            case OPTIONAL_TYPE -> cell(type.getOptionalType().getItem(), value);
            case VOID_TYPE, NULL_TYPE -> Cell.NULL;
            default -> throw YdbError.refused("a parameter of type " + type.getTypeCase());
        };
    }

    private static Object value(ColumnType type, Value value) {
        return switch (type) {
            case BOOL -> value.getBoolValue();
            case INT32 -> (long) value.getInt32Value();
            case INT64 -> value.getInt64Value();
            case UINT64, TIMESTAMP -> value.getUint64Value();
            case DATETIME -> Integer.toUnsignedLong(value.getUint32Value());
            case DOUBLE -> value.getDoubleValue();
            case TEXT, JSON, JSON_DOCUMENT -> value.getTextValue();
            case BYTES -> value.getBytesValue();
        };
    }

    static ValueProtos.ResultSet result(Result result) {
        var set = ValueProtos.ResultSet.newBuilder();
        for (var column : result.columns()) {
            var _ = set.addColumns(
                    ValueProtos.Column.newBuilder().setName(column.name()).setType(type(column)));
        }
        for (var row : result.rows()) {
            var cells = Value.newBuilder();
            for (int i = 0; i < row.size(); i++) {
                var _ = cells.addItems(value(result.columns().get(i).type(), row.get(i)));
            }
            var _ = set.addRows(cells);
        }
        return set.build();
    }

    static Type type(Shape.Column column) {
        var type = Type.newBuilder().setTypeId(column.type().wire()).build();
        return column.notNull()
                ? type
                : Type.newBuilder()
                        .setOptionalType(ValueProtos.OptionalType.newBuilder().setItem(type))
                        .build();
    }

    private static Value value(ColumnType type, @Nullable Object value) {
        var builder = Value.newBuilder();
        if (value == null) {
            return builder.setNullFlagValue(NullValue.NULL_VALUE).build();
        }
        var filled = switch (type) {
            case BOOL -> builder.setBoolValue((Boolean) value);
            case INT32 -> builder.setInt32Value(Math.toIntExact((Long) value));
            case INT64 -> builder.setInt64Value((Long) value);
            case UINT64, TIMESTAMP -> builder.setUint64Value((Long) value);
            case DATETIME -> builder.setUint32Value(((Long) value).intValue());
            case DOUBLE -> builder.setDoubleValue((Double) value);
            case TEXT, JSON, JSON_DOCUMENT -> builder.setTextValue((String) value);
            case BYTES -> builder.setBytesValue((ByteString) value);
        };
        return filled.build();
    }

    /** Refuses a parameter whose value is not of the type that the statement's text declares. */
    static void checkDeclared(Map<String, String> declared, Arguments arguments) {
        declared.forEach((name, text) -> {
            var wanted = ColumnType.named(text.replaceAll("^(?:Optional|List)<|[?>]", ""));
            arguments.list(name).stream()
                    .map(Cell::type)
                    .filter(type -> type != wanted)
                    .findFirst()
                    .ifPresent(type -> {
                        throw YdbError.refused("parameter " + name + " is " + type + " (declared: " + text + ")");
                    });
        });
    }

    /** The column a declared parameter would be, for who wants to know its type. */
    static Optional<Type> declaredType(String text) {
        try {
            return Optional.of(type(new Shape.Column("", ColumnType.named(text), true)));
        } catch (YdbError e) {
            return Optional.empty();
        }
    }
}
