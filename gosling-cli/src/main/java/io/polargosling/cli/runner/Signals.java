package io.polargosling.cli.runner;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Runs an action when this process gets a signal.
 *
 * <p>A shutdown hook cannot tell SIGTERM from SIGINT, and the JDK tells them apart in {@code sun.misc} only, which the
 * compiler warns of in a way that cannot be switched off; so the classes are looked up by name.
 */
final class Signals {

    private Signals() {}

    /** @param name the signal without SIG, such as TERM */
    static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object callback = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return nothing();
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), callback);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("listening for signal " + name, e);
        }
    }

    private static @Nullable Object nothing() {
        return null;
    }
}
