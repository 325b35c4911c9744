"""The web app's pages. Each parses what was typed, calls one method of the assistant or library, and shows values."""
