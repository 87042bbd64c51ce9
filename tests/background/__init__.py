"""What goes on by itself: loops, alarms, the timekeeper, and what other processes commit."""
