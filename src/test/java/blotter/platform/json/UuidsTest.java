package blotter.platform.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UuidsTest {
    @Test
    void readsUuidsInEitherCase() {
        var uuid = UUID.fromString("0199b170-41d7-7aa9-8e21-7b3c5d9f0e64");
        assertThat(Uuids.parse(uuid.toString())).isEqualTo(uuid);
        assertThat(Uuids.parse("0199B170-41D7-7AA9-8E21-7B3C5D9F0E64")).isEqualTo(uuid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-1-1-1-1",
                "0199b17041d77aa98e217b3c5d9f0e64",
                "{0199b170-41d7-7aa9-8e21-7b3c5d9f0e64}",
                "0199b170-41d7-7aa9-8e21-7b3c5d9f0e6",
                "0199b170-41d7-7aa9-8e21-7b3c5d9f0e644",
                " 0199b170-41d7-7aa9-8e21-7b3c5d9f0e64",
                "0199b170-41d7-7aa9-8e21-7b3c5d9f0e64\n",
                "0199g170-41d7-7aa9-8e21-7b3c5d9f0e64"
            })
    void rejectsOtherTexts(String text) {
        assertThat(Uuids.parse(text)).isNull();
    }

    @Test
    void orderedUuidsAreVersion7AndSortByTime() throws InterruptedException {
        var before = Uuids.ordered();
        Thread.sleep(3);
        var after = Uuids.ordered();
        assertThat(before.version()).isEqualTo(7);
        assertThat(before.variant()).isEqualTo(2);
        assertThat(before.toString()).isLessThan(after.toString());
    }
}
