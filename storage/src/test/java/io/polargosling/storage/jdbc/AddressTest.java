package io.polargosling.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.InvalidException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressTest {

    @Test
    void parse_credentialsAmongParameters_areTakenOut() {
        assertThat(Address.parse("jdbc:postgresql://h:1/d?user=a&ssl=true&Password=p%26%3d%D0%B3"))
                .isEqualTo(new Address("jdbc:postgresql://h:1/d?ssl=true", Map.of("user", "a", "password", "p&=г")));
        assertThat(Address.parse("jdbc:postgresql://h/d?user=a"))
                .isEqualTo(new Address("jdbc:postgresql://h/d", Map.of("user", "a")));
        assertThat(Address.parse("jdbc:h2:file:/a?b;USER=sa;LOCK_TIMEOUT=1;PASSWORD=p%26"))
                .isEqualTo(new Address("jdbc:h2:file:/a?b;LOCK_TIMEOUT=1", Map.of("user", "sa", "password", "p%26")));
    }

    @Test
    void parse_noParameters_isTheUrlItself() {
        for (var url :
                new String[] {"jdbc:h2:mem:x", "jdbc:postgresql:d", "jdbc:postgresql://h/d?", "jdbc:h2:mem:x;A=b"}) {
            assertThat(Address.parse(url).credentials()).isEmpty();
        }
        assertThat(Address.parse("jdbc:h2:mem:x;A=b").url()).isEqualTo("jdbc:h2:mem:x;A=b");
    }

    @Test
    void parse_credentialsBeforeTheHost_isInvalidAndShowsNone() {
        assertThatThrownBy(() -> Address.parse("jdbc:postgresql://u:quay@h/d"))
                .isInstanceOf(InvalidException.class)
                .hasMessageNotContaining("quay");
    }
}
