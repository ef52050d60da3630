"""Letters: mail to people and funders, each sent once; a kind of letter is a module of its own."""
