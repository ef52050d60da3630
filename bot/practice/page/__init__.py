"""The page of practice Slack: sign in as anybody, and use the workspace as they would."""
