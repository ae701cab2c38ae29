package io.polargosling.cli.runner;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.runner.RunnerId;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** What the runner does, one line an act. */
final class ActLog {

    private final Consumer<String> out;
    private final InstantSource clock;
    private final String who;

    ActLog(Consumer<String> out, InstantSource clock, EggName egg, RunnerId runner) {
        this.out = out;
        this.clock = clock;
        this.who = " egg=" + egg + " runner=" + runner;
    }

    /** @param fields further {@code key=value} pairs, without secrets */
    void info(String act, String... fields) {
        print(" info ", act, fields);
    }

    /** Something an operator may want to look after. */
    void warn(String act, String... fields) {
        print(" warn ", act, fields);
    }

    private void print(String level, String act, String... fields) {
        String all = fields.length == 0 ? "" : " " + String.join(" ", fields);
        out.accept(clock.instant().truncatedTo(ChronoUnit.MILLIS) + level + act + who + all);
    }
}
