package blotter.platform.paging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCursorReadsBackAsItWas() {
        for (var cursor : new Cursor[] {
            new Cursor("-id", 2, null, "17"),
            new Cursor("title", 1_000_001, "a \"quoted\" Tïtle 😀 \\ %", "999999999999999999"),
            new Cursor("content", 3, "", "0199b170-41d7-7aa9-8e21-7b3c5d9f0e64")
        }) {
            assertThat(Cursor.parse(cursor.text())).isEqualTo(cursor);
            assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "1",
                "\"x\"",
                "[\"id\",2,null]",
                "[\"id\",2,null,\"1\",1]",
                "[\"id\",\"2\",null,\"1\"]",
                "[\"id\",2.5,null,\"1\"]",
                "[\"id\",99999999999,null,\"1\"]",
                "[\"id\",0,null,\"1\"]",
                "[\"id\",-1,null,\"1\"]",
                "[\"id\",2,null,1]",
                "[\"id\",2,null,null]",
                "[\"id\",2,1,\"1\"]",
                "[\"id\",2,[\"a\"],\"1\"]",
                "[1,2,null,\"1\"]",
                "[null,2,null,\"1\"]",
                "[\"id\",2,null,\"1\"",
                "[\"id\",2,\"\\u0000\",\"1\"]",
                "[\"id\",2,\"\\ud800\",\"1\"]",
                "[\"id\",2,null,\"1\"] x"
            })
    void anythingElseIsNone(String json) {
        assertThat(Cursor.parse(encoded(json))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "not base64!", "=", "WyJpZCIs", "//8", "-_-_"})
    void whatIsNotEvenEncodedIsNone(String text) {
        assertThat(Cursor.parse(text)).isNull();
    }

    @Test
    void aDeepOrLongCursorIsNone() {
        assertThat(Cursor.parse(encoded("[".repeat(100_000)))).isNull();
        assertThat(Cursor.parse(encoded("[\"id\"," + "9".repeat(5_000) + ",null,\"1\"]")))
                .isNull();
    }
}
