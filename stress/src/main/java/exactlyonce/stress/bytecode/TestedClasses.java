package exactlyonce.stress.bytecode;

import exactlyonce.stress.exploration.Client;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The classes under test: their clients, and the accesses in them. */
public final class TestedClasses {
  private static final List<String> TESTED = List.of(
      "exactlyonce.window.ReceiveWindow",
      "exactlyonce.window.OrderedReceiveWindow",
      "exactlyonce.window.SendWindow",
      "exactlyonce.window.ReplyCells",
      "exactlyonce.protocol.Receiver",
      "exactlyonce.protocol.Sender",
      "exactlyonce.protocol.Questions",
      "exactlyonce.session.HostedSession",
      "exactlyonce.session.SessionSender");

  private static final List<String> CLIENTS = List.of(
      "ReceiveWindowClients",
      "SendWindowClients",
      "ReceiverClients",
      "OrderedClients",
      "SenderClients",
      "HostedSessionClients",
      "SessionSenderClients");

  private TestedClasses() {}

  /** Returns all clients, with hooks in the code that they call. */
  public static List<Client> clients() {
    return clients(new HookingLoader());
  }

  /** Returns all clients as this loader finds them. */
  public static List<Client> clients(HookingLoader loader) {
    List<Client> clients = new ArrayList<>();
    for (String name : CLIENTS) {
      try {
        Object all = loader
            .loadClass("exactlyonce.stress.clients." + name)
            .getMethod("all")
            .invoke(null);
        for (Object client : (List<?>) all) {
          clients.add((Client) client);
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return clients;
  }

  /** Returns the calls of a VarHandle or an atomic in the classes under test, in the order of the text. */
  public static List<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (String name : TESTED) {
      String file = "/" + name.replace('.', '/') + ".class";
      try (InputStream in = TestedClasses.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new IllegalStateException("no class " + name);
        }
        calls.addAll(ClassRewriter.calls(in.readAllBytes()));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    return calls;
  }
}
