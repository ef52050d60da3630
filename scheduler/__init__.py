"""The clock: a tick that asks what is due. It waits for reflection rounds, which come later."""
