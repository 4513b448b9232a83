"""One plan of a chart, drawn by four hands: page, deck, PDF and PowerPoint."""
