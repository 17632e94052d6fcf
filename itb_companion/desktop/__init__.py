"""What this computer can do for a reminder: heartbeat, notification channels, one instance. Qt without widgets."""
