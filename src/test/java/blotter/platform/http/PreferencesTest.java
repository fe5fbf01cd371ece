package blotter.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferencesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "null                                    | false | false | null",
                "''                                      | false | false | null",
                "handling=lenient                        | true  | false | handling=lenient",
                "handling=strict                         | false | false | handling=strict",
                "return=minimal                          | false | true  | return=minimal",
                "return=representation                   | false | false | return=representation",
                "return=minimal, handling=lenient        | true  | true  | handling=lenient, return=minimal",
                "HANDLING = lenient                      | true  | false | handling=lenient",
                "handling=\"lenient\"                    | true  | false | handling=lenient",
                "handling=lenient; x=1, respond-async    | true  | false | handling=lenient",
                "handling=strict, handling=lenient       | false | false | handling=strict",
                "handling=Lenient                        | false | false | null",
                "handling                                | false | false | null",
                "lenient                                 | false | false | null",
                ",,;=,                                   | false | false | null"
            })
    void theHeaderIsReadAsTheStandardSays(
            @Nullable String header, boolean lenient, boolean minimal, @Nullable String applied) {
        assertThat(Preferences.of(header)).isEqualTo(new Preferences(lenient, minimal, applied));
    }
}
