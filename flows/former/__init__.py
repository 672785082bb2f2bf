"""An old CV that is pasted: what it says of work becomes lives, three at a time, each after a yes."""
