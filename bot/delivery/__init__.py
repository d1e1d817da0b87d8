"""What every door that answers many people needs: their order, their limits, its sign of life."""
