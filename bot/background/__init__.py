"""Work that goes on by itself: loops, the alarms that wake them, and who keeps the time."""
