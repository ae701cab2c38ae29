package io.polargosling.storage.jdbc.ydbdouble;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import tech.ydb.proto.StatusCodesProtos.StatusIds.StatusCode;

/** Failures that tests order. */
final class Faults {

    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    private record Fault(Predicate<String> statement, StatusCode status, AtomicInteger left) {}

    void add(Predicate<String> statement, StatusCode status, int times) {
        faults.add(new Fault(statement, status, new AtomicInteger(times)));
    }

    /** Fails when a failure is due for this statement. */
    void strike(String statement) {
        for (var fault : faults) {
            if (fault.statement().test(statement) && fault.left().getAndDecrement() > 0) {
                throw YdbError.of(fault.status(), "as ordered by the test");
            }
        }
    }
}
