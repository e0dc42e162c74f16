package exactlyonce.protocol;

/** Takes the place of a reply if the message was rejected. */
record Rejection(String reason) {}
