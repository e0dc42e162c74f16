package exactlyonce.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import exactlyonce.soak.BooksLater;
import exactlyonce.soak.BooksOutsideTheTransaction;
import exactlyonce.soak.EndsByItself;
import exactlyonce.soak.ForgetsWhatItBooked;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Real processes are killed. */
@Timeout(300)
class SoakCommandTest {

  /** With this seed the receiver is killed seven times of eight, and no kill follows another closely. */
  private static final String[] OFTEN_THE_RECEIVER = {"--kills", "8", "--seed", "1180"};

  /** With this seed the receiver is killed three times before 12 orders are confirmed. */
  private static final String[] EARLY_THE_RECEIVER = {"--kills", "4", "--seed", "321626"};

  @TempDir
  private Path directory;

  private static CommandLineRun with(Class<?> receiver, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = new CommandLine(new SoakCommand(receiver))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
    return new CommandLineRun(code, out.toString(), err.toString());
  }

  private JsonNode json() throws Exception {
    return new ObjectMapper().readTree(directory.resolve("soak.json").toFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2", "sqlite"})
  void eachOrderIsBookedOnce(String database) throws Exception {
    CommandLineRun run = CommandLineRun.of(
        "soak",
        "--orders",
        "1000",
        "--kills",
        "4",
        "--database",
        database,
        "--json",
        directory + "/soak.json");
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).endsWith("exactly once: 0 lost, 0 doubled, 0 never sent, 0 undecided\n");
    assertThat(run.code()).isZero();
    JsonNode json = json();
    for (String all : new String[] {"orders", "confirmed", "booked"}) {
      assertThat(json.get(all).asLong()).as(all).isEqualTo(1000);
    }
    for (String some : new String[] {
      "receiverKills", "senderKills", "datagramsLost", "datagramsDuplicated", "datagramsDelayed"
    }) {
      assertThat(json.get(some).asLong()).as(some).isPositive();
    }
    assertThat(json.get("killsPlanned").asInt()).isEqualTo(4);
    assertThat(json.get("receiverKills").asInt() + json.get("senderKills").asInt())
        .isEqualTo(4);
    assertThat(json.get("failure").isNull()).isTrue();
    assertThat(json.get("ok").asBoolean()).isTrue();
  }

  @Test
  void eachKillIsDoneThoughAllOrdersAreConfirmedAtOnce() throws Exception {
    CommandLineRun run = CommandLineRun.of(
        "soak",
        "--orders",
        "10",
        "--kills",
        "3",
        "--loss",
        "0",
        "--json",
        directory + "/soak.json");
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(json().get("receiverKills").asInt() + json().get("senderKills").asInt())
        .isEqualTo(3);
  }

  @Test
  void theSpecificationAllowsWhatBothProcessesDo() throws Exception {
    Path trace = directory.resolve("soak.jsonl");
    CommandLineRun run = CommandLineRun.of(
        "soak",
        "--orders",
        "300",
        "--kills",
        "4",
        "--trace",
        trace.toString(),
        "--json",
        directory + "/soak.json");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("\ntrace accepted: ")
        .endsWith("exactly once: 0 lost, 0 doubled, 0 never sent, 0 undecided\n");
    assertThat(run.code()).isZero();
    JsonNode json = json();
    assertThat(json.get("traceAccepted").asBoolean()).isTrue();
    assertThat(json.get("traceEvents").asInt()).isGreaterThan(4 * 300);
    assertThat(json.get("traceStates").asInt())
        .isGreaterThan(json.get("traceEvents").asInt());
    List<String> lines = Files.readAllLines(trace);
    for (String action : new String[] {
      "OpenSession",
      "ReceiveOpen",
      "Submit",
      "ReceiveData",
      "Deliver",
      "ReceiveAck",
      "SenderCrash",
      "ReceiverCrash",
      "Drain",
      "CloseSession",
      "ReceiveClose",
      "ReceiveGone",
      "End"
    }) {
      assertThat(lines).anyMatch(line -> line.contains("\"action\":\"" + action + "\""));
    }
    lines.removeIf(line -> line.contains("\"action\":\"SenderCrash\""));
    Files.write(trace, lines);
    assertThat(CommandLineRun.of("trace", trace.toString()).code())
        .as("as if the sender had not crashed, but asks for what it knows")
        .isEqualTo(1);
  }

  @Tag("slow")
  @Test
  void whatTheReceiverForgetsIsNotAsSpecified() throws Exception {
    List<String> arguments = new ArrayList<>(List.of(EARLY_THE_RECEIVER));
    arguments.addAll(List.of(
        "--orders",
        "200", // all in the first window, so that it refuses none
        "--loss",
        "0.7", // so that the first kill finds orders that are booked and not confirmed
        "--trace",
        directory + "/soak.jsonl",
        "--json",
        directory + "/soak.json"));
    CommandLineRun run = with(ForgetsWhatItBooked.class, arguments.toArray(String[]::new));
    JsonNode json = json();
    assertThat(json.get("traceAccepted").asBoolean()).as(run.out()).isFalse();
    assertThat(json.get("ok").asBoolean()).isFalse();
    assertThat(run.out()).containsPattern("\ntrace REJECTED at .*: Receive.* by receiver-");
    assertThat(run.code()).isEqualTo(1);
  }

  @Tag("slow")
  @Test
  void effectAndRecordInTwoTransactionsAreNoticed() throws Exception {
    assertNotExactlyOnce(BooksOutsideTheTransaction.class, "doubled");
  }

  @Tag("slow")
  @Test
  void aConfirmationBeforeTheEffectIsNoticed() throws Exception {
    assertNotExactlyOnce(BooksLater.class, "lost");
  }

  private void assertNotExactlyOnce(Class<?> receiver, String what) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(OFTEN_THE_RECEIVER));
    arguments.addAll(List.of("--orders", "2000", "--json", directory + "/soak.json"));
    CommandLineRun run = with(receiver, arguments.toArray(String[]::new));
    JsonNode json = json();
    assertThat(json.get("receiverKills").asInt()).isEqualTo(7);
    assertThat(json.get(what).asLong()).as(run.out()).isPositive();
    assertThat(json.get("ok").asBoolean()).isFalse();
    assertThat(run.out()).contains("\nNOT EXACTLY ONCE: ");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void aProcessThatEndsByItselfEndsTheRun() {
    CommandLineRun run = with(EndsByItself.class);
    assertThat(run.out())
        .contains("the receiver has ended by itself with code 3; its last output: no more paper\n")
        .contains("\nNOT FINISHED: 0 lost, 0 doubled, 0 never sent, ");
    assertThat(run.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--orders 0                               | --orders 0      | from 1 to",
        "--kills -1                               | --kills -1      | from 0 to",
        "--minutes 0                              | --minutes 0     | from 1 to",
        "--minutes 1 --kills 1                    | a time          | one of the two",
        "--loss 1                                 | --loss 1        | less than 1",
        "--delay 2                                | --delay 2       | from 0 to 1",
        "--directory src                          | not empty       | --directory src",
        "--directory pom.xml                      | cannot be used  | --directory pom.xml",
        "--directory a;b                          | takes no ';'    | a;b",
        "--directory a?b --database sqlite        | takes no '?'    | a?b",
        "--database jdbc:h2:mem:a                 | nor a URL       | jdbc:postgresql://",
        "--postgres jdbc:postgresql:a --directory a | a server      | one of the two",
        "--database jdbc:postgresql://localhost:1/a | cannot be used | --database",
        "--trace src                              | --trace         | directory",
        "--json src                               | --json          | directory",
      })
  void badInputIsOneLine(String arguments, String what, String how) {
    CommandLineRun.of(("soak " + arguments).split(" ", -1)).assertBadInput(what, how);
  }
}
