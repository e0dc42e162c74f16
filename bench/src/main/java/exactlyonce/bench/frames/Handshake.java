package exactlyonce.bench.frames;

/**
 * The other protocols: a fixed sequence of requests and replies per message. Each request is
 * repeated until it is answered, and nothing shares a frame.
 */
final class Handshake implements Contender {
  /** The kinds of handshakes, which decide what to send next. */
  enum Kind {
    /** Sends DATA until ACK arrives; the receiver recognises duplicates. */
    ALWAYS_RESEND {
      @Override
      Said first() {
        return Said.DATA;
      }
    },

    /** Sends CHECK, and DATA only after UNKNOWN; even for the first copy. */
    CHECK_FIRST {
      @Override
      Said first() {
        return Said.CHECK;
      }

      @Override
      Said onTimeout(Said last) {
        return Said.CHECK;
      }
    },

    /** MQTT with quality of service 2: PUBLISH, PUBREC, PUBREL, PUBCOMP. */
    MQTT_QOS_2 {
      @Override
      Said first() {
        return Said.PUBLISH;
      }
    };

    abstract Said first();

    Said onTimeout(Said last) {
      return last;
    }
  }

  /** The type of a frame. */
  private enum Said {
    DATA,
    ACK,
    CHECK,
    UNKNOWN,
    PUBLISH,
    PUBREC,
    PUBREL,
    PUBCOMP
  }

  private record Packet(Said said, int message) {}

  private final Kind kind;
  private final Link<Packet> requests;
  private final Link<Packet> replies;

  // The sender: the last frame type sent for each message, or ACK once it is completed.
  private final Said[] last;
  private final long[] deadlines;
  private final long[] timeouts;
  private int submitted;
  private int oldest;
  private long completed;

  // The receiver.
  private final boolean[] delivered;
  private long now;

  Handshake(Kind kind, double loss, int messages) {
    this.kind = kind;
    requests = new Link<>(loss, 1);
    replies = new Link<>(loss, 2);
    last = new Said[messages];
    deadlines = new long[messages];
    timeouts = new long[messages];
    delivered = new boolean[messages];
  }

  @Override
  public boolean trySubmit(long time) {
    now = time;
    if (submitted >= oldest + WINDOW) {
      return false;
    }
    say(submitted++, kind.first());
    return true;
  }

  @Override
  public void work(long time) {
    now = time;
    requests.deliver(now, this::receive);
    replies.deliver(now, this::answered);
    for (int message = oldest; message < submitted; message++) {
      if (last[message] != Said.ACK && deadlines[message] <= now) {
        long timeout = RETRY.afterTimeout(timeouts[message]);
        say(message, kind.onTimeout(last[message]));
        arm(message, timeout);
      }
    }
    while (oldest < submitted && last[oldest] == Said.ACK) {
      oldest++;
    }
  }

  @Override
  public long completed() {
    return completed;
  }

  @Override
  public long frames() {
    return requests.sent() + replies.sent();
  }

  private void say(int message, Said said) {
    last[message] = said;
    arm(message, RETRY.initialTimeoutNanos());
    requests.send(now, new Packet(said, message));
  }

  private void arm(int message, long timeout) {
    timeouts[message] = timeout;
    deadlines[message] = now + timeout;
  }

  private void receive(Packet request) {
    int message = request.message;
    Said answer = switch (request.said) {
      case DATA -> {
        delivered[message] = true;
        yield Said.ACK;
      }
      case CHECK -> delivered[message] ? Said.ACK : Said.UNKNOWN;
      case PUBLISH -> Said.PUBREC;
      case PUBREL -> Said.PUBCOMP;
      default -> throw new IllegalStateException("not a request: " + request);
    };
    replies.send(now, new Packet(answer, message));
  }

  private void answered(Packet reply) {
    int message = reply.message;
    if (last[message] == Said.ACK) {
      return; // completed
    }
    switch (reply.said) {
      case UNKNOWN -> say(message, Said.DATA);
      case PUBREC -> {
        if (last[message] == Said.PUBLISH) {
          say(message, Said.PUBREL);
        }
      }
      case ACK, PUBCOMP -> {
        last[message] = Said.ACK;
        completed++;
      }
      default -> throw new IllegalStateException("not a reply: " + reply);
    }
  }
}
