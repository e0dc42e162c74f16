package exactlyonce.tlc;

import java.io.IOException;
import java.util.Arrays;
import tlc2.tool.distributed.TLCServer;
import tlc2.tool.distributed.TLCWorker;

/**
 * The program of a process of a distributed run: TLC's server or worker, which never outlives its
 * parent, for it ends when its standard input does.
 */
final class TlcNode {

  static final String SERVER = "server";
  static final String WORKER = "worker";

  private TlcNode() {}

  public static void main(String[] args) throws Exception {
    Thread parent = new Thread(TlcNode::waitForTheEndOfInput, "parent");
    parent.setDaemon(true);
    parent.start();
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    if (args[0].equals(SERVER)) {
      TLCServer.main(rest);
    } else {
      TLCWorker.main(rest);
    }
  }

  private static void waitForTheEndOfInput() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever sent.
      }
    } catch (IOException e) {
      // As good as the end: there is no parent any more.
    }
    Runtime.getRuntime().halt(0);
  }
}
