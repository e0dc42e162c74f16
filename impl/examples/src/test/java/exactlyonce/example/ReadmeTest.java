package exactlyonce.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The program in the README is {@link Orders}, and does what the README says. */
class ReadmeTest {
  private static final Path README = Path.of("../../README.md");
  private static final Path PROGRAM = Path.of("src/main/java/exactlyonce/example/Orders.java");

  @Test
  void theReadmeShowsTheProgram() throws IOException {
    String program = Files.readString(PROGRAM);
    String shown = program.substring(program.indexOf("public class Orders"));
    assertThat(Files.readString(README)).contains("```java\n" + shown + "```\n");
  }

  @Test
  void everyOrderIsBookedOnce() throws Exception {
    assertThat(ExamplesTest.output(Orders::main))
        .matches("10,000 orders sent, 10,000 booked, [0-9]{1,3},[0-9]{3} frames lost\n");
    assertThat(Files.readString(README)).contains("10,000 orders sent, 10,000 booked");
  }
}
