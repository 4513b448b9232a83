"""The overview written plainly in other frameworks, which get its rows ready made: measured beside ours."""
