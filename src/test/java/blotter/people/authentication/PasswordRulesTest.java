package blotter.people.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import blotter.platform.problem.Fault;
import blotter.platform.problem.Faults;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
    private static List<String> faults(String password) {
        var faults = new Faults();
        PasswordRules.check(password, List.of("mara.lindqvist@northwind.example", "Lindqvist"), "/password", faults);
        return faults.list().stream().map(Fault::code).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seven lanterns under the bridge",
                "correct horse battery",
                "zwölf Boxkämpfer jagen",
                "839104756120",
                "aaaaaaaaaaab",
                "😀😁😂😃😄😅😆😇😈😉😊😋",
                "            x"
            })
    void acceptsPasswordsThatAreHardToGuess(String password) {
        assertThat(faults(password)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456789012",
                "qwerty123456",
                "QWERTY123456",
                "qwertyuiop123",
                "password1234",
                "Passw0rd!2026",
                "1234password!",
                "christopher1",
                "aaaaaaaaaaaa",
                "abcabcabcabca",
                "123412341234",
                "mara.lindqvist@northwind.example",
                "mara.lindqvist",
                "mara.lindqvist12",
                "lindqvist2026"
            })
    void rejectsGuessablePasswords(String password) {
        assertThat(faults(password)).containsExactly("too_common");
    }

    @Test
    void lengthCountsCharacters() {
        assertThat(faults("elevenchars")).containsExactly("too_short");
        assertThat(faults("😀".repeat(6))).containsExactly("too_short");
        assertThat(faults("ab cd".repeat(26))).containsExactly("too_long");
        assertThat(faults("😀😁😂😃😄😅😆😇".repeat(16))).isEmpty();
    }

    @Test
    void faultsDoNotQuoteThePassword() {
        for (var password : List.of("short", "password1234", "x".repeat(200))) {
            var faults = new Faults();
            PasswordRules.check(password, List.of(), "/password", faults);
            assertThat(faults.list())
                    .hasSize(1)
                    .noneMatch(fault -> fault.detail().contains(password));
        }
    }

    @Test
    void passwordsMatchInAnyUnicodeNormalization() {
        var hash = Passwords.hash("Zw\u00f6lf Boxk\u00e4mpfer");
        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(Passwords.matches("Zwo\u0308lf Boxka\u0308mpfer", hash)).isTrue();
        assertThat(Passwords.matches("Zwolf Boxkampfer", hash)).isFalse();
        assertThat(Passwords.matches("", null)).isFalse();
    }
}
