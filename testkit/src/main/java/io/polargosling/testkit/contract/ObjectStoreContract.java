package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.object.StoredObject;
import io.polargosling.domain.object.VerifiedStream;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.store.PageRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ObjectStore} keeps. */
public abstract class ObjectStoreContract {

    private static final ObjectKey KEY = ObjectKey.of("plans/web/plan.bin");
    private static final int MANY = 23;

    private ObjectStore store;

    /** A new, empty store. */
    protected abstract ObjectStore newStore();

    /** One whose backend cannot be reached. */
    protected abstract ObjectStore unreachableStore();

    /** Changes what is kept under {@code key} behind the store's back. */
    protected abstract void overwrite(ObjectKey key, byte[] bytes) throws IOException;

    /** Why the backend under test, a stand-in, cannot be asked who wins a race; empty when it can. */
    protected Optional<String> unfairRaces() {
        return Optional.empty();
    }

    /** True when whoever has an address can fetch an object. */
    protected abstract boolean hasAddresses();

    @BeforeEach
    final void openStore() {
        store = newStore();
    }

    @Test
    void everything_emptyStore_findsNothing() {
        store.check();
        assertThat(store.find(KEY)).isEmpty();
        assertThat(store.list("", PageRequest.first(10)).items()).isEmpty();
        store.delete(KEY);
        assertThatThrownBy(() -> store.open(KEY, Sha256.of(new byte[0])))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("plans/web/plan.bin");
    }

    @Test
    void open_afterPut_givesTheBytes() throws IOException {
        for (int size : List.of(0, 1, 65_535, 65_536, 65_537, 131_072, 3_000_000)) {
            byte[] bytes = bytes(size);
            store.put(KEY, ObjectContent.of(bytes));
            assertThat(read(KEY, bytes)).as("%s bytes", size).isEqualTo(bytes);
            assertThat(store.find(KEY)).map(StoredObject::size).contains((long) size);
        }
    }

    @Test
    void read_afterPut_givesTheBytesAsTheyAre() throws IOException {
        assertThat(store.read(KEY, 10)).isEmpty();
        store.put(KEY, ObjectContent.of(bytes(10)));
        assertThat(store.read(KEY, 10)).hasValue(bytes(10));
        overwrite(KEY, bytes(7));
        assertThat(store.read(KEY, 10)).hasValue(bytes(7));
    }

    @Test
    void read_largerThanAllowed_isRefused() {
        store.put(KEY, ObjectContent.of(bytes(11)));
        assertThatThrownBy(() -> store.read(KEY, 10))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("plans/web/plan.bin", "10 bytes");
    }

    @Test
    void put_again_replaces() throws IOException {
        store.put(KEY, ObjectContent.of(bytes(10)));
        store.put(KEY, ObjectContent.of(bytes(20)));
        store.put(KEY, ObjectContent.of(bytes(20)));
        assertThat(read(KEY, bytes(20))).isEqualTo(bytes(20));
        store.delete(KEY);
        store.delete(KEY);
        assertThat(store.find(KEY)).isEmpty();
    }

    @Test
    void putIfAbsent_again_keepsTheFirst() throws IOException {
        assertThat(store.putIfAbsent(KEY, ObjectContent.of(bytes(10)))).isTrue();
        assertThat(store.putIfAbsent(KEY, ObjectContent.of(bytes(20)))).isFalse();
        assertThat(store.putIfAbsent(KEY, ObjectContent.of(bytes(10)))).isFalse();
        assertThat(read(KEY, bytes(10))).isEqualTo(bytes(10));
    }

    @Test
    void put_wrongDigestOrLength_isRefusedAndChangesNothing() throws IOException {
        byte[] old = bytes(100);
        store.put(KEY, ObjectContent.of(old));
        for (int size : List.of(0, 50, 65_536, 200_000)) {
            byte[] bytes = bytes(size);
            var right = ObjectContent.of(bytes);
            var otherDigest = new ObjectContent.Given(right::open, size, Sha256.of(bytes(size + 1)));
            var longer = new ObjectContent.Given(right::open, size + 1L, right.digest());
            var shorter = new ObjectContent.Given(
                    () -> new ByteArrayInputStream(bytes(size + 200_000)), size, Sha256.of(bytes));
            for (var wrong : List.of(otherDigest, longer, shorter)) {
                assertThatThrownBy(() -> store.put(KEY, wrong)).isInstanceOf(InvalidException.class);
                assertThatThrownBy(() -> store.putIfAbsent(ObjectKey.of("other"), wrong))
                        .isInstanceOf(InvalidException.class);
            }
        }
        assertThat(read(KEY, old)).isEqualTo(old);
        assertThat(store.find(ObjectKey.of("other"))).isEmpty();
    }

    @Test
    void put_sourceFails_changesNothing() throws IOException {
        byte[] old = bytes(100);
        store.put(KEY, ObjectContent.of(old));
        var broken = new ObjectContent.Given(
                () -> {
                    throw new IOException("the disk is gone");
                },
                100,
                Sha256.of(old));
        assertThatThrownBy(() -> store.put(KEY, broken)).isInstanceOf(UnavailableException.class);
        assertThat(read(KEY, old)).isEqualTo(old);
    }

    @Test
    void open_contentChangedBehindOurBack_failsBeforeItsEnd() throws IOException {
        for (int size : List.of(1, 65_536, 200_000)) {
            byte[] bytes = bytes(size);
            store.put(KEY, ObjectContent.of(bytes));
            byte[] changed = bytes.clone();
            changed[0] ^= 1;
            overwrite(KEY, changed);
            assertThatThrownBy(() -> read(KEY, bytes))
                    .isInstanceOf(VerifiedStream.MismatchException.class)
                    .hasMessageContaining(Sha256.of(bytes).value());
            overwrite(KEY, Arrays.copyOf(bytes, size - 1));
            assertThatThrownBy(() -> read(KEY, bytes)).isInstanceOf(VerifiedStream.MismatchException.class);
        }
    }

    @Test
    void putIfAbsent_eightAtOnce_oneWins() throws Exception {
        assumeThat(unfairRaces()).isEmpty();
        for (int round = 0; round < 10; round++) {
            var key = ObjectKey.of("race/" + round);
            List<Boolean> won = Race.run(8, i -> () -> store.putIfAbsent(key, ObjectContent.of(bytes(1000 + i))));
            assertThat(Collections.frequency(won, true)).isEqualTo(1);
            assertThat(read(key, bytes(1000 + won.indexOf(true)))).hasSize(1000 + won.indexOf(true));
        }
    }

    @Test
    void signedUrl_ofAnObject_givesItsBytesWithoutCredentials() throws Exception {
        store.put(KEY, ObjectContent.of(new byte[] {4, 2}));
        var url = store.signedUrl(KEY, Duration.ofMinutes(1));

        assertThat(url.isPresent()).isEqualTo(hasAddresses());
        if (url.isPresent()) {
            try (var http = HttpClient.newHttpClient()) {
                var answer = http.send(HttpRequest.newBuilder(url.get()).build(), BodyHandlers.ofByteArray());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.body()).containsExactly(4, 2);
            }
        }
    }

    @Test
    void signedUrl_ofNoObject_findsNothing() throws Exception {
        var url = store.signedUrl(KEY, Duration.ofMinutes(1));

        assertThat(url.isPresent()).isEqualTo(hasAddresses());
        if (url.isPresent()) {
            try (var http = HttpClient.newHttpClient()) {
                var answer = http.send(HttpRequest.newBuilder(url.get()).build(), BodyHandlers.discarding());
                assertThat(answer.statusCode()).isEqualTo(404);
            }
        }
    }

    @Test
    void list_manyKeys_givesEachOnceInOrder() {
        var keys = new ArrayList<ObjectKey>();
        for (int i = 0; i < MANY; i++) {
            keys.add(ObjectKey.of("a/%02d".formatted(i)));
        }
        keys.add(ObjectKey.of("a"));
        keys.add(ObjectKey.of("a.b"));
        keys.add(ObjectKey.of("ab/c"));
        Collections.shuffle(keys, new Random(7));
        keys.forEach(key -> store.put(key, ObjectContent.of(bytes(1))));
        Collections.sort(keys);
        for (int limit : List.of(1, 5, keys.size() - 1, keys.size(), keys.size() + 1)) {
            assertThat(names("", limit)).isEqualTo(keys);
        }
        assertThat(names("a/", 4))
                .isEqualTo(keys.stream()
                        .filter(key -> key.value().startsWith("a/"))
                        .toList());
        assertThat(names("a/1", 4)).hasSize(10);
        assertThat(names("b", 4)).isEmpty();
    }

    @Test
    void put_longestKey_isFound() throws IOException {
        var longest = ObjectKey.of(("p".repeat(100) + "/").repeat(5) + "q".repeat(7));
        assertThat(longest.value()).hasSize(ObjectKey.MAX_LENGTH);
        store.put(longest, ObjectContent.of(bytes(9)));
        assertThat(read(longest, bytes(9))).hasSize(9);
        assertThat(names("", 10)).containsExactly(longest);
    }

    @Test
    void everything_storeDown_isUnavailable() {
        var down = unreachableStore();
        var content = ObjectContent.of(bytes(3));
        assertThatThrownBy(down::check).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> down.put(KEY, content)).isInstanceOf(UnavailableException.class);
    }

    private List<ObjectKey> names(String prefix, int limit) {
        return StoreContract.all(limit, page -> store.list(prefix, page)).stream()
                .map(StoredObject::key)
                .toList();
    }

    private byte[] read(ObjectKey key, byte[] expected) throws IOException {
        try (InputStream in = store.open(key, Sha256.of(expected))) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
