"""The doors: terminal, command line; one conversation behind them."""
