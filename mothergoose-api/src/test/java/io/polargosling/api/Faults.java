package io.polargosling.api;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.SendOutcome;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.webhook.DeliveryStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The real queue and the real deliveries, unless they are told to be down. */
public final class Faults {

    private final AtomicInteger sends = new AtomicInteger();
    private volatile boolean queueIsDown;
    private volatile boolean deliveriesAreDown;

    /** Whether the queue takes anything. */
    public void queueIsDown(boolean down) {
        queueIsDown = down;
    }

    /** Whether deliveries can be read and recorded. */
    public void deliveriesAreDown(boolean down) {
        deliveriesAreDown = down;
    }

    /** How many commands were sent so far. */
    public int sends() {
        return sends.get();
    }

    /** The deliveries of a process that ends when it is about to record some. */
    public DeliveryStore dyingAtRecord(DeliveryStore real) {
        return (DeliveryStore) Proxy.newProxyInstance(
                DeliveryStore.class.getClassLoader(), new Class<?>[] {DeliveryStore.class}, (_, method, arguments) -> {
                    if (method.getName().equals("recordAll")) {
                        throw new IllegalStateException("killed");
                    }
                    return call(() -> method.invoke(real, arguments));
                });
    }

    CommandQueue on(CommandQueue queue) {
        return new CommandQueue() {
            @Override
            public void send(Command command) {
                send(command, Duration.ZERO);
            }

            @Override
            public void send(Command command, Duration delay) {
                if (queueIsDown) {
                    throw new UnavailableException("sending: no answer");
                }
                sends.incrementAndGet();
                queue.send(command, delay);
            }

            @Override
            public List<SendOutcome> sendAll(List<Command> commands) {
                if (queueIsDown) {
                    return commands.stream()
                            .<SendOutcome>map(command -> new SendOutcome.Failed("no answer"))
                            .toList();
                }
                sends.addAndGet(commands.size());
                return queue.sendAll(commands);
            }

            @Override
            public void check() {
                queue.check();
            }
        };
    }

    Storage on(Storage storage) {
        var deliveries = deliveries(storage.deliveries());
        return (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(),
                new Class<?>[] {Storage.class},
                (_, method, arguments) -> method.getName().equals("deliveries")
                        ? deliveries
                        : call(() -> method.invoke(storage, arguments)));
    }

    private DeliveryStore deliveries(DeliveryStore real) {
        return (DeliveryStore) Proxy.newProxyInstance(
                DeliveryStore.class.getClassLoader(), new Class<?>[] {DeliveryStore.class}, (_, method, arguments) -> {
                    if (deliveriesAreDown) {
                        throw new UnavailableException(method.getName() + ": no answer");
                    }
                    return call(() -> method.invoke(real, arguments));
                });
    }

    private interface Call {
        Object invoke() throws ReflectiveOperationException;
    }

    private static Object call(Call call) throws Throwable {
        try {
            return call.invoke();
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
