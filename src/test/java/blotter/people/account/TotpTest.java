package blotter.people.account;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);

    /// The last six of the eight digits in RFC 6238, appendix B.
    @ParameterizedTest
    @CsvSource({
        "59, 287082",
        "1111111109, 081804",
        "1111111111, 050471",
        "1234567890, 005924",
        "2000000000, 279037",
        "20000000000, 353130"
    })
    void matchesTheTestVectorsOfTheRfc(long second, String code) {
        assertThat(Totp.code(SECRET, second / 30)).isEqualTo(code);
        assertThat(Totp.step(SECRET, code, Instant.ofEpochSecond(second))).isEqualTo(second / 30);
    }

    @Test
    void toleratesOneStepOfClockDrift() {
        var now = Instant.ofEpochSecond(1_000_000_000);
        long step = now.getEpochSecond() / 30;
        for (long near = step - 1; near <= step + 1; near++) {
            assertThat(Totp.step(SECRET, Totp.code(SECRET, near), now)).isEqualTo(near);
        }
        assertThat(Totp.step(SECRET, Totp.code(SECRET, step - 2), now)).isEqualTo(-1);
        assertThat(Totp.step(SECRET, Totp.code(SECRET, step + 2), now)).isEqualTo(-1);
        assertThat(Totp.step(SECRET, "", now)).isEqualTo(-1);
    }

    /// RFC 4648, section 10.
    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void encodesSecretsInBase32(String text, String expected) {
        assertThat(Totp.base32(text.getBytes(US_ASCII))).isEqualTo(expected);
    }
}
