package exactlyonce.protocol;

/** Where a {@link Schedule} can be broken on purpose; each method passes its argument on. */
interface Wires {
  Wires DIRECT = new Wires() {};

  default Replies<String> replies(Replies<String> network) {
    return network;
  }

  default Handler<String, String> handler(Handler<String, String> handler) {
    return handler;
  }

  default Requests<String> receiver(Requests<String> receiver) {
    return receiver;
  }

  default Requests<String> requests(Requests<String> network) {
    return network;
  }

  default Replies<String> sender(Replies<String> sender) {
    return sender;
  }
}
