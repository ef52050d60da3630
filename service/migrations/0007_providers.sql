-- Which provider an outside identity is of (`email`, `slack`, …), so that it is known who can be
-- reached by letter without opening an address. Rows from before say it when they are noted again.
ALTER TABLE vault.identities ADD COLUMN provider text;
