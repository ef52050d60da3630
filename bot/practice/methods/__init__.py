"""The methods of the Web API that practice Slack answers, a file for each part of Slack."""
