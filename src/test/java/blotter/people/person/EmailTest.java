package blotter.people.person;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailTest {
    @ParameterizedTest
    @ValueSource(strings = {"ada@example.com", "a.b+c@sub.example", "jos\u00e9@example.com", "\u5b57@example.com"})
    void acceptsAddresses(String address) {
        assertThat(Email.isAddress(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "@example.com",
                "ada@",
                "a da@example.com",
                "ada@example.com\n",
                "jose\u0301@example.com",
                "ad\u200ba@example.com",
                "\u202eada@example.com"
            })
    void refusesOthersAndLookAlikes(String address) {
        assertThat(Email.isAddress(address)).isFalse();
    }
}
