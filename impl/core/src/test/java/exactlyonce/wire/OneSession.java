package exactlyonce.wire;

import exactlyonce.protocol.Replies;
import exactlyonce.protocol.ReplyMode;
import exactlyonce.protocol.Requests;
import exactlyonce.protocol.Status;
import exactlyonce.session.SessionReplies;
import exactlyonce.session.SessionRequests;
import java.nio.ByteBuffer;

/**
 * A host with one session that is always open. Frames of any other session are counted and have no
 * effect; how a real host answers them is not tested here.
 */
final class OneSession {
  static final long ID = 0x1122334455667788L;

  private OneSession() {}

  static final class Receiving<P> implements SessionRequests<P> {
    private final Requests<P> receiver;
    long strangers;

    Receiving(Requests<P> receiver) {
      this.receiver = receiver;
    }

    @Override
    public void open(long sender, long nonce, int maxWindowSize) {
      strangers++;
    }

    @Override
    public Requests<P> in(long session) {
      if (session == ID) {
        return receiver;
      }
      return new Requests<>() {
        @Override
        public void data(long seq, P payload) {
          strangers++;
        }

        @Override
        public void check(long seq) {
          strangers++;
        }

        @Override
        public void seal(long seq) {
          strangers++;
        }
      };
    }

    @Override
    public void close(long session) {
      strangers++;
    }
  }

  static final class Sending implements SessionReplies<ByteBuffer> {
    private final Replies<ByteBuffer> sender;
    long strangers;

    Sending(Replies<ByteBuffer> sender) {
      this.sender = sender;
    }

    @Override
    public void opened(long sender, long nonce, long session, int windowSize, ReplyMode replyMode) {
      strangers++;
    }

    @Override
    public void full(long sender, long nonce) {
      strangers++;
    }

    @Override
    public Replies<ByteBuffer> in(long session) {
      if (session == ID) {
        return sender;
      }
      return new Replies<>() {
        @Override
        public void ack(long seq, ByteBuffer reply) {
          strangers++;
        }

        @Override
        public void rejected(long seq, String reason) {
          strangers++;
        }

        @Override
        public void status(long seq, Status status) {
          strangers++;
        }
      };
    }

    @Override
    public void gone(long session) {
      strangers++;
    }
  }
}
