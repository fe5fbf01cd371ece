package blotter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestRunTest {
    private static final String PASSED = "<testsuite><testcase name=\"a\"/></testsuite>";

    @TempDir
    Path folder;

    private TestRun.Result result(int status, String... reports) throws IOException {
        var files = new ArrayList<Path>();
        for (var report : reports) {
            files.add(Files.writeString(folder.resolve("TEST-%d.xml".formatted(files.size())), report));
        }
        return TestRun.result("the suite", status, files);
    }

    @Test
    void allReportsAreSummed() throws Exception {
        var result = result(1, PASSED, """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuites>
                  <testcase name="top"/>
                  <testsuite name="outer" tests="99">
                    <properties><property name="a" value="b"/></properties>
                    <testsuite name="inner"><testcase name="b"><skipped message="no browser"/></testcase></testsuite>
                    <testcase name="c"><failure type="x" message="y">expected 1\u001b[31m</failure><error>again</error></testcase>
                    <testcase name="d"><error>no start</error><system-out><![CDATA[<testcase>]]></system-out></testcase>
                  </testsuite>
                  <!-- tests 13 -->
                </testsuites>
                """);
        assertThat(result.line()).isEqualTo("2 passed, 2 failed, 1 skipped");
        assertThat(result.skipped()).containsExactly("b skipped: no browser");
        assertThat(result.failures()).containsExactly("c failed: expected 1[31m", "d failed: no start");
    }

    @Test
    void aSuiteThatPassesHasNoFailure() throws Exception {
        assertThat(result(0, PASSED, PASSED).line()).isEqualTo("2 passed, 0 failed, 0 skipped");
    }

    @Test
    void aSuiteThatCrashesIsAFailedTest() throws Exception {
        var crashed = List.of("the suite did not finish; see target/test.log");
        assertThat(result(1).failures()).isEqualTo(crashed);
        assertThat(result(0).failures()).isEqualTo(crashed);
        assertThat(result(0, "<testsuites/>").failures()).isEqualTo(crashed);
        var afterOne = result(137, PASSED);
        assertThat(afterOne.failures()).isEqualTo(crashed);
        assertThat(afterOne.line()).isEqualTo("1 passed, 1 failed, 0 skipped");
    }

    @Test
    void aReportThatBreaksOffIsAFailedTest() throws Exception {
        var result = result(0, PASSED, "<testsuite><testcase name=\"a\"/><testcase");
        assertThat(result.line()).isEqualTo("1 passed, 1 failed, 0 skipped");
        assertThat(result.failures().getFirst()).contains("TEST-1.xml is incomplete");
    }
}
