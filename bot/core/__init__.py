"""What is said, whatever the door: one turn in, one reply out. No network, no SQL, no command line."""
