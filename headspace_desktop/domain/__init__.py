"""What is true: plain values and rules. No Qt, no SQL, no files, no clock."""
