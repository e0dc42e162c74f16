package exactlyonce.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program that reads a command a line from standard input, and writes an answer a line to its output. */
public final class PortProcess implements Port {

  private static final int LONGEST_LINE = 1 << 20;
  private static final int LONGEST_QUOTE = 200;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** A line of output; or its end, and what of it is no line. */
  private record Line(String text, boolean isLast) {}

  private final Process process;
  private final Duration timeout;
  private final Writer commands;
  private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
  private final Thread errorReader;
  private final Thread atExit;
  private volatile String lastError = "";

  private PortProcess(Process process, Duration timeout) {
    this.process = process;
    this.timeout = timeout;
    commands = process.outputWriter(UTF_8);
    daemon(this::readLines);
    errorReader = daemon(this::readErrors);
    atExit = new Thread(this::kill);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts a program.
   *
   * @param command the program and its arguments
   * @param timeout for each answer
   * @throws IOException if it cannot be started
   */
  public static PortProcess start(List<String> command, Duration timeout) throws IOException {
    return new PortProcess(new ProcessBuilder(command).start(), timeout);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "output of the port");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public JsonNode answer(ObjectNode command) throws PortException, InterruptedException {
    Line early = lines.peek();
    if (early != null && !early.isLast()) {
      throw new PortException(
          "it printed a line that nobody has asked for: " + quote(early.text()));
    }
    try {
      commands.write(command + "\n");
      commands.flush();
    } catch (IOException e) {
      // It has ended: so has its output.
    }
    Line line = lines.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw new PortException(
          "it gave no answer within " + timeout.toSeconds() + " s to " + quote(command.toString()));
    }
    if (line.isLast()) {
      throw new PortException(end(line) + ", asked " + quote(command.toString()));
    }
    JsonNode answer = parse(line.text());
    if (answer == null || !answer.isObject()) {
      throw new PortException("it answered " + quote(command.toString())
          + " with what is not a JSON object: " + quote(line.text()));
    }
    return answer;
  }

  private static @Nullable JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private String end(Line line) throws InterruptedException {
    if (line.text().length() >= LONGEST_LINE) {
      return "it printed more than " + LONGEST_LINE + " bytes without the end of a line";
    }
    String how = line.text().isEmpty() ? "" : " in the middle of a line, " + quote(line.text());
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      return "it closed its output" + how;
    }
    errorReader.join(timeout.toMillis());
    String said = lastError.isEmpty() ? "" : " and said " + quote(lastError);
    return "it ended with code " + process.exitValue() + how + said;
  }

  private static String quote(String text) {
    String line = text.strip().replaceAll("\\p{Cntrl}", "?");
    return line.length() <= LONGEST_QUOTE ? line : line.substring(0, LONGEST_QUOTE) + "…";
  }

  private void readLines() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (InputStream output = new BufferedInputStream(process.getInputStream())) {
      int next = output.read();
      while (next >= 0 && line.size() < LONGEST_LINE) {
        if (next == '\n') {
          lines.add(new Line(line.toString(UTF_8), false));
          line.reset();
        } else {
          line.write(next);
        }
        next = output.read();
      }
    } catch (IOException e) {
      // It has ended.
    }
    lines.add(new Line(line.toString(UTF_8), true));
  }

  private void readErrors() {
    try (BufferedReader errors = process.errorReader(UTF_8)) {
      for (String line = errors.readLine(); line != null; line = errors.readLine()) {
        if (!line.isBlank()) {
          lastError = line;
        }
      }
    } catch (IOException e) {
      // It has ended.
    }
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Ends the program, and those that it started. */
  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This program is ending.
    }
  }
}
