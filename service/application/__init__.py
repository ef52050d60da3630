"""Every command of the learning loop: one small class per part of the work, one method each."""
