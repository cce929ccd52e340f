"""What `make bench` measures. A module here holds functions marked `@benchmark`; see `recorder`."""
