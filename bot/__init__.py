"""The shell: everything that touches the world. It carries what people say to the core and back."""
