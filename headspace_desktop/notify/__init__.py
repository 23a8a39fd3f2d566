"""Native notifications with actions and reply, one file per platform."""
