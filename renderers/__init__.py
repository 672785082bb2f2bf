"""Documents into bytes. A renderer is given a document and a `Translate`, and decides nothing."""
