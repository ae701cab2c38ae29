package io.polargosling.worker.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.InvalidException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownHostsTest {

    private static final PublicKey KEY = OpenSshServer.newKey().getPublic();
    private static final PublicKey OTHER = OpenSshServer.newKey().getPublic();
    private static final String LINE = PublicKeyEntry.toString(KEY);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "git.example",
                "GIT.example",
                "other.example,git.example",
                "*.example,!bad.example",
                "[git.example]:22"
            })
    void judge_lineNamesTheHost_isPinned(String hosts) {
        assertThat(judge(hosts + " " + LINE, 22)).isEqualTo(new KnownHosts.Verdict.Pinned());
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.example", "git.example.org", "!git.example,*", "[git.example]:2222"})
    void judge_lineNamesAnotherHost_isUnknown(String hosts) {
        assertThat(judge(hosts + " " + LINE, 22)).isEqualTo(new KnownHosts.Verdict.Unknown());
    }

    @Test
    void judge_hashedHost_isPinned() throws GeneralSecurityException {
        assertThat(judge(hashed("git.example") + " " + LINE, 22)).isEqualTo(new KnownHosts.Verdict.Pinned());
        assertThat(judge(hashed("[git.example]:2222") + " " + LINE, 2222)).isEqualTo(new KnownHosts.Verdict.Pinned());
        assertThat(judge(hashed("git.example.org") + " " + LINE, 22)).isEqualTo(new KnownHosts.Verdict.Unknown());
    }

    @Test
    void judge_portHasALineOfItsOwn_onlyThatCounts() {
        var both = "git.example " + LINE + "\n[git.example]:2222 " + PublicKeyEntry.toString(OTHER);

        assertThat(judge(both, 2222)).isEqualTo(new KnownHosts.Verdict.Other(List.of(OTHER)));
        assertThat(judge(both, 22)).isEqualTo(new KnownHosts.Verdict.Pinned());
    }

    @Test
    void judge_revokedForAnyHost_isRevokedThoughItIsPinned() {
        var lines = "git.example " + LINE + "\n@revoked * " + LINE;

        assertThat(judge(lines, 22)).isEqualTo(new KnownHosts.Verdict.Revoked());
        assertThat(judge(lines, 2222)).isEqualTo(new KnownHosts.Verdict.Revoked());
    }

    @Test
    void judge_authorityOfCertificates_pinsNothing() {
        assertThat(judge("@cert-authority * " + LINE, 22)).isEqualTo(new KnownHosts.Verdict.Unknown());
    }

    @Test
    void parse_commentsAndBlanks_arePassedOver() {
        assertThat(judge("# git.example\n\n  git.example " + LINE + " comment\r\n", 22))
                .isEqualTo(new KnownHosts.Verdict.Pinned());
    }

    @Test
    void parse_malformedLine_saysItsNumberOnly() {
        assertThatThrownBy(() -> KnownHosts.parse("# first\ngit.example ssh-ed25519 secret!"))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("secret!");
    }

    @Test
    void line_read_isPinned() {
        assertThat(judge(KnownHosts.line("git.example", 22, KEY), 22)).isEqualTo(new KnownHosts.Verdict.Pinned());
        assertThat(judge(KnownHosts.line("git.example", 7, KEY), 7)).isEqualTo(new KnownHosts.Verdict.Pinned());
        assertThat(judge(KnownHosts.line("git.example", 7, KEY), 8)).isEqualTo(new KnownHosts.Verdict.Unknown());
    }

    private static KnownHosts.Verdict judge(String lines, int port) {
        return KnownHosts.parse(lines).judge("git.example", port, KEY);
    }

    private static String hashed(String host) throws GeneralSecurityException {
        var salt = "0123456789abcdefghij".getBytes(StandardCharsets.UTF_8);
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(salt, "HmacSHA1"));
        var base64 = Base64.getEncoder();
        return "|1|" + base64.encodeToString(salt) + "|"
                + base64.encodeToString(mac.doFinal(host.getBytes(StandardCharsets.UTF_8)));
    }
}
