package io.polargosling.fly.eval;

import io.polargosling.fly.eval.FlyValue.BoolValue;
import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.NullValue;
import io.polargosling.fly.eval.FlyValue.NumberValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.eval.FlyValue.SetValue;
import io.polargosling.fly.eval.FlyValue.StringValue;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;

/**
 * What evaluating one file may still cost. A step is about one character or one item handled; the largest file takes a few
 * million when nothing in it repeats. Once it is used up it stays so, and whoever notices stops with any result at all.
 */
final class Work {

    static final long MAX_STEPS = 16_000_000;

    /** Values nested deeper cannot be walked by recursion. */
    static final int MAX_DEPTH = 250;

    /** The size of one value, each of its parts counted as often as it is met and as heavy as it is deep. */
    private static final long MAX_WEIGHT = 2_000_000;

    private long left = MAX_STEPS;

    /** Takes the steps; false when there were not enough left. */
    boolean spend(long steps) {
        if (left >= 0) {
            left -= steps;
        }
        return left >= 0;
    }

    boolean exhausted() {
        return left < 0;
    }

    /**
     * Whether the value can be walked to its leaves: values share parts, so a small file can hold one of astronomic size
     * or depth. What only asks for items and entries need not know.
     */
    boolean walkable(FlyValue value) {
        return heavy(value, 0, Math.min(left, MAX_WEIGHT)) >= 0;
    }

    /** What is left of the allowance behind the value; negative when it does not suffice. */
    private long heavy(FlyValue value, int depth, long allowance) {
        long rest = allowance - 1 - depth;
        spend(1 + depth);
        if (rest < 0 || depth > MAX_DEPTH) {
            return -1;
        }
        return switch (value) {
            case StringValue(String text) -> lighter(rest, text.length());
            case NumberValue(BigDecimal number) -> lighter(rest, Arithmetic.digits(number));
            case BoolValue(boolean bool) -> rest;
            case NullValue nothing -> rest;
            case ListValue(List<FlyValue> items) -> heavy(items, depth + 1, rest);
            case SetValue(List<FlyValue> items) -> heavy(items, depth + 1, rest);
            case ObjectValue object -> {
                long names = 0;
                for (String name : object.entries().keySet()) {
                    names += name.length();
                }
                yield heavy(object.entries().values(), depth + 1, lighter(rest, names));
            }
        };
    }

    private long lighter(long allowance, long by) {
        spend(by);
        return allowance - by;
    }

    private long heavy(Collection<FlyValue> items, int depth, long allowance) {
        long rest = allowance;
        for (FlyValue item : items) {
            if (rest < 0) {
                break;
            }
            rest = heavy(item, depth, rest);
        }
        return rest;
    }
}
