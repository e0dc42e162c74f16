"""The protocol of exactly-once delivery, written from spec/docs/porting.md alone."""
