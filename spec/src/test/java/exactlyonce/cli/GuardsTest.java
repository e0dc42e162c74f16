package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("checker")
class GuardsTest {

  private static final String DOOR = Path.of("src/test/resources/door").toString();

  @TempDir
  Path temporary;

  @Test
  void theSuperfluousGuardIsFoundAndNoOther() throws IOException {
    Path json = temporary.resolve("guards.json");
    CommandLineRun run = CommandLineRun.of(
        "check", "--guards", "Door", "--specifications", DOOR, "--json", json.toString());
    assertThat(run.out().lines())
        .anyMatch(line -> line.matches("Door +12  Open +~locked +Door +LockedIsClosed"))
        .anyMatch(line -> line.matches("Door +13  Open +IsClosed +Door +count"))
        .anyMatch(line -> line.matches("Door +36  Break +locked +Door-breakable +count"))
        .anyMatch(line -> line.matches("Door +24  Lock +door .*nothing"))
        .contains("9 guards removed, one at a time: 2 violations, 0 errors, 6 other state counts, 1"
            + " unnoticed")
        .endsWith("Door.tla line 24, column 8: no model needs the guard door \\in {\"open\","
            + " \"closed\"} of Lock");
    assertThat(run.code()).isEqualTo(1);
    JsonNode entries = new ObjectMapper().readTree(json.toFile());
    assertThat(entries).hasSize(9).allMatch(entry -> entry.get("cutOff").asInt() == 0);
    assertThat(entries.findValuesAsText("action")).doesNotContain("DoorInit", "Unused", "TypeOK");
  }

  @Test
  void theWholeTierFullIncludesThem() {
    CommandLineRun run = CommandLineRun.of("check", "--tier", "full", "--specifications", DOOR);
    assertThat(run.out()).contains("2 of 2 models", "1 unnoticed");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void aModuleWithoutGuardsIsBadInput() {
    CommandLineRun.of("check", "--guards", "Window", "--specifications", DOOR)
        .assertBadInput("no module with guards", "Window");
  }
}
