package io.polargosling.worker.sync;

import io.polargosling.domain.store.Storage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/** A store whose every call is told before it is made, such as {@code EggStore.applyAll}; telling may throw instead. */
final class WatchedStorage {

    private WatchedStorage() {}

    static Storage of(Storage storage, Consumer<String> before) {
        return watched(Storage.class, storage, call -> {
            if (!call.startsWith("Storage.")) {
                before.accept(call);
            }
        });
    }

    private static <T> T watched(Class<T> type, Object target, Consumer<String> before) {
        InvocationHandler handler = (self, method, arguments) -> {
            before.accept(type.getSimpleName() + "." + method.getName());
            try {
                var result = method.invoke(target, arguments);
                return type.equals(Storage.class) && method.getReturnType().isInterface()
                        ? watched(method.getReturnType(), result, before)
                        : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
