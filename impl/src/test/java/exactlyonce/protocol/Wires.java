package exactlyonce.protocol;

/** Where a {@link Schedule} can be broken on purpose; each method passes its argument on. */
interface Wires {
  Wires DIRECT = new Wires() {};

  default Replies replies(Replies network) {
    return network;
  }

  default Handler<String> handler(Handler<String> handler) {
    return handler;
  }

  default Requests<String> receiver(Requests<String> receiver) {
    return receiver;
  }

  default Requests<String> requests(Requests<String> network) {
    return network;
  }

  default Replies sender(Replies sender) {
    return sender;
  }
}
