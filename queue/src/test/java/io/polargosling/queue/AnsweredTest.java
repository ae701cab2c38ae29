package io.polargosling.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.EggName;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AnsweredTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Command WEB = new Command.ReconcileEgg(EggName.of("web"));

    private final Answered answered = new Answered();

    private static CommandCodec.Valid made(Command command, Instant at) {
        return (CommandCodec.Valid) CommandCodec.decode(CommandCodec.encode(command, at));
    }

    @Test
    void command_madeWellBeforeAHandlingBegan_isAnswered() {
        answered.add(WEB, NOON);

        assertThat(answered.is(made(WEB, NOON.minus(Answered.DOUBT).minusMillis(1))))
                .isTrue();
    }

    @Test
    void command_madeAfterOrJustBeforeAHandlingBegan_isNot() {
        answered.add(WEB, NOON);

        assertThat(answered.is(made(WEB, NOON.minus(Answered.DOUBT)))).isFalse();
        assertThat(answered.is(made(WEB, NOON))).isFalse();
        assertThat(answered.is(made(WEB, NOON.plusSeconds(60)))).isFalse();
    }

    @Test
    void command_likeNoneThatWasHandled_isNot() {
        answered.add(WEB, NOON);

        assertThat(answered.is(made(new Command.ReconcileEgg(EggName.of("other")), NOON.minus(Duration.ofHours(1)))))
                .isFalse();
    }

    @Test
    void handling_thatBeganEarlierButEndedLater_takesNothingBack() {
        answered.add(WEB, NOON);
        answered.add(WEB, NOON.minus(Duration.ofHours(1)));

        assertThat(answered.is(made(WEB, NOON.minusSeconds(60)))).isTrue();
    }

    @Test
    void command_likeOneJustBegun_restsForWhatIsLeft() {
        answered.add(WEB, NOON);

        assertThat(answered.restBefore(WEB, NOON)).isEqualTo(Answered.REST);
        assertThat(answered.restBefore(WEB, NOON.plusMillis(400))).isEqualTo(Answered.REST.minusMillis(400));
    }

    @Test
    void command_firstInAWhileOrAfterAClockWentBack_restsNot() {
        answered.add(WEB, NOON);

        assertThat(answered.restBefore(WEB, NOON.plus(Answered.REST))).isZero();
        assertThat(answered.restBefore(WEB, NOON.minusSeconds(60))).isZero();
        assertThat(answered.restBefore(new Command.ReconcileEgg(EggName.of("other")), NOON))
                .isZero();
    }
}
