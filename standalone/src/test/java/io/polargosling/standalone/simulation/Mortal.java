package io.polargosling.standalone.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Hands ports to a simulated process so that it can die before and after each of its calls. */
final class Mortal {

    private final Runnable step;

    /** @param step told before and after each call; it may throw {@link Death} */
    Mortal(Runnable step) {
        this.step = step;
    }

    /** Looks at a call, or answers it in place of the port. */
    interface Listener {

        /** The arguments to call with. */
        default Object[] before(String method, Object[] arguments) {
            return arguments;
        }

        /** Told what came of the call. */
        default void after(String method, Object[] arguments, @Nullable Object result) {}
    }

    /** The port, one call of which is two steps; what its methods without arguments answer is wrapped in turn when {@code deep}. */
    <T> T port(Class<T> type, T target, boolean deep, Map<String, Listener> listeners) {
        Map<String, Object> parts = new HashMap<>();
        var proxy = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, given) -> {
            boolean isPart = deep
                    && method.getParameterCount() == 0
                    && method.getReturnType().isInterface()
                    && method.getReturnType() != Optional.class;
            if (isPart) {
                var known = parts.get(method.getName());
                if (known == null) {
                    known = part(method, target, listeners);
                    parts.put(method.getName(), known);
                }
                return known;
            }
            return call(method, target, given == null ? new Object[0] : given, listeners.get(type.getSimpleName()));
        });
        return type.cast(proxy);
    }

    @SuppressWarnings("unchecked")
    private Object part(Method method, Object target, Map<String, Listener> listeners) throws Throwable {
        return port((Class<Object>) method.getReturnType(), invoke(method, target, new Object[0]), false, listeners);
    }

    private @Nullable Object call(Method method, Object target, Object[] given, @Nullable Listener listener)
            throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return invoke(method, target, given);
        }
        step.run();
        var arguments = listener == null ? given : listener.before(method.getName(), given);
        var result = invoke(method, target, arguments);
        if (listener != null) {
            listener.after(method.getName(), arguments, result);
        }
        step.run();
        return result;
    }

    private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
