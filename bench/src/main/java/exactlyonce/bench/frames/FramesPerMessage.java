package exactlyonce.bench.frames;

import exactlyonce.bench.frames.Handshake.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Measures the frames per message, of both sides, lost ones included.
 *
 * <p>Every message is submitted as soon as the window has space, at most one per {@value TICK}
 * units of time. A frame takes {@value Link#LATENCY} units.
 */
public final class FramesPerMessage {
  static final int MESSAGES = 5_000;
  static final double[] LOSSES = {0, 0.01, 0.1, 0.5};

  private static final int TICK = 20;

  private FramesPerMessage() {}

  /** Prints the table, in Markdown. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] args) {
    lines().forEach(System.out::println);
  }

  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("| frames per message, at a loss of | 0 % | 1 % | 10 % | 50 % |");
    lines.add("| --- | --- | --- | --- | --- |");
    lines.add(
        line("this protocol, an ACK frame for 16 messages", loss -> new ShippedProtocol(loss, 16)));
    lines.add(line("this protocol, an ACK frame for each", loss -> new ShippedProtocol(loss, 1)));
    lines.add(line("always send again", loss -> handshake(Kind.ALWAYS_RESEND, loss)));
    lines.add(line("check first", loss -> handshake(Kind.CHECK_FIRST, loss)));
    lines.add(line("MQTT, quality of service 2", loss -> handshake(Kind.MQTT_QOS_2, loss)));
    return lines;
  }

  private static Contender handshake(Kind kind, double loss) {
    return new Handshake(kind, loss, MESSAGES);
  }

  private static String line(String name, DoubleFunction<Contender> contenders) {
    StringBuilder line = new StringBuilder("| " + name + " |");
    for (double loss : LOSSES) {
      line.append(String.format(Locale.ROOT, " %.2f |", measure(contenders.apply(loss))));
    }
    return line.toString();
  }

  /** Runs until every message is completed; returns the frames per message. */
  static double measure(Contender contender) {
    int submitted = 0;
    for (long now = 0; contender.completed() < MESSAGES; now += TICK) {
      if (submitted < MESSAGES && contender.trySubmit(now)) {
        submitted++;
      }
      contender.work(now);
    }
    return (double) contender.frames() / MESSAGES;
  }
}
