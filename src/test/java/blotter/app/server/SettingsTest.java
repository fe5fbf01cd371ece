package blotter.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static Settings settings(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(Settings.class)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(Settings.class);
    }

    @Test
    void emptySettingsCountAsUnset() {
        var database = settings(Map.of(
                        "blotter.database.url", "jdbc:postgresql://localhost/register?user=ada",
                        "blotter.database.user", "",
                        "blotter.database.password", "",
                        "blotter.database.pool-size", ""))
                .database();
        assertThat(database.user()).isEmpty();
        assertThat(database.password()).isEmpty();
        assertThat(database.poolSize()).isEmpty();
    }

    @Test
    void anUnknownSettingPreventsTheStart() {
        assertThatThrownBy(() -> settings(Map.of("blotter.database.url", "x", "blotter.databse.user", "ada")))
                .hasMessageContaining("blotter.databse.user");
    }
}
