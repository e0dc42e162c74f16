"""The protocol of exactly-once delivery, as spec/docs/porting.md describes it."""
