"""One folder a channel. Found by looking: a new channel is a new folder, and no line elsewhere."""
