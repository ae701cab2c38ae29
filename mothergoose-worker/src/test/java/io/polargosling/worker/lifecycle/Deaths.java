package io.polargosling.worker.lifecycle;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lets a worker die right after one of its calls that change something, and do nothing after that. */
final class Deaths {

    private static final Set<String> CHANGING = Set.of(
            "write",
            "reserve",
            "take",
            "release",
            "releaseReconciled",
            "record",
            "setPaused",
            "deleteRunner",
            "stop",
            "start",
            "delete",
            "run");

    private int left;
    private boolean dead;

    /** @param calls after so many the worker dies; 0 for never */
    Deaths(int calls) {
        this.left = calls == 0 ? Integer.MAX_VALUE : calls;
    }

    /** The worker died. */
    static final class Death extends Error {

        private static final long serialVersionUID = 1L;
    }

    boolean happened() {
        return dead;
    }

    /** {@code target} as the worker sees it; what its methods return is seen so too where it is a port. */
    <T> T around(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), interfaces(target), (_, method, arguments) -> {
            if (dead) {
                throw new Death();
            }
            Object answer = call(() -> method.invoke(target, arguments));
            if (CHANGING.contains(method.getName()) && --left == 0) {
                dead = true;
                throw new Death();
            }
            return answer != null && isPort(method.getReturnType()) ? wrapped(method.getReturnType(), answer) : answer;
        }));
    }

    private <T> Object wrapped(Class<T> type, Object answer) {
        return around(type, type.cast(answer));
    }

    private interface Reflective {
        @Nullable
        Object call() throws IllegalAccessException, InvocationTargetException;
    }

    private static @Nullable Object call(Reflective work) throws Throwable {
        try {
            return work.call();
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static boolean isPort(Class<?> type) {
        return type.isInterface() && type.getName().startsWith("io.polargosling.") && !type.isSealed();
    }

    private static Class<?>[] interfaces(Object target) {
        return Stream.<Class<?>>iterate(target.getClass(), c -> c != null, c -> c.getSuperclass())
                .flatMap(c -> Arrays.stream(c.getInterfaces()))
                .distinct()
                .toArray(Class<?>[]::new);
    }
}
